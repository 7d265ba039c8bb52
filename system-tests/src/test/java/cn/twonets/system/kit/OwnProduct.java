package cn.twonets.system.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/**
 * A test class that starts all it touches itself, on ports and in folders of its own, and judges nothing but that: it may
 * run beside other classes, which mostly wait as it does. Its tests share the product, so they run one after the other, as
 * they do everywhere. How many classes run at once, {@code junit-platform.properties} says; classes without this run one
 * after the other among themselves.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(providers = OwnProduct.Itself.class)
public @interface OwnProduct {
    /** Nobody else's lock: holding one is what keeps the tests of a concurrent class in one thread. */
    final class Itself implements ResourceLocksProvider {
        @Override
        public Set<Lock> provideForClass(Class<?> testClass) {
            return Set.of(new Lock(testClass.getName()));
        }
    }
}
