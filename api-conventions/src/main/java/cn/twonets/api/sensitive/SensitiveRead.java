package cn.twonets.api.sensitive;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A route that answers with private facts, marked so that refused attempts are written down as well. What it does
 * answer, it records by {@link SensitiveReads} itself, since it alone knows whose facts they are.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface SensitiveRead {
}
