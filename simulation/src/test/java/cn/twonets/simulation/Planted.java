package cn.twonets.simulation;

import java.util.LinkedHashSet;
import java.util.Set;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.loading.ClassReloadingStrategy;
import net.bytebuddy.pool.TypePool;

/** A mistake in the loaded classes of this process, until it is closed. */
final class Planted implements AutoCloseable {
    private final Set<Class<?>> changed = new LinkedHashSet<>();
    private final ClassReloadingStrategy reloading;

    /** @throws IllegalStateException if a place where it is to be made is no longer there */
    Planted(Mistake mistake) {
        ByteBuddyAgent.install();
        reloading = ClassReloadingStrategy.fromInstalledAgent(ClassReloadingStrategy.Strategy.REDEFINITION);
        MistakenCode.reached.set(0);
        mistake.sites.forEach(site -> changed.add(site.type()));
        for (Class<?> type : changed) {
            DynamicType.Builder<?> builder = new ByteBuddy().decorate(type);
            for (Mistake.Site site : mistake.sites) {
                if (site.type() == type) {
                    if (TypeDescription.ForLoadedType.of(type).getDeclaredMethods().filter(site.methods()).isEmpty()) {
                        throw new IllegalStateException(mistake + " finds no place in " + type);
                    }
                    builder = builder.visit(site.change());
                }
            }
            builder.make(TypeResolutionStrategy.Passive.INSTANCE,
                    TypePool.Default.of(type.getClassLoader())).load(type.getClassLoader(), reloading);
        }
    }

    /** How often the mistaken code was run. */
    static long reached() {
        return MistakenCode.reached.get();
    }

    @Override
    public void close() {
        try {
            reloading.reset(ClassFileLocator.ForClassLoader.of(Planted.class.getClassLoader()),
                    changed.toArray(Class<?>[]::new));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
