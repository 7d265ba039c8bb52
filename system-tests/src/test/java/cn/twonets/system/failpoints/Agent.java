package cn.twonets.system.failpoints;

import static net.bytebuddy.matcher.ElementMatchers.isBridge;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * Weaves sites and faults into the product as it starts. A place that its code does not have, exactly once, ends the
 * process: a failpoint that silently stopped existing would prove nothing.
 */
public final class Agent {
    /** Set to {@code type#method}: one more place that must be there. */
    static final String ALSO = "twonets.failpoints.also";

    private Agent() {
    }

    /** @param folder where the orders are */
    public static void premain(String folder, Instrumentation instrumentation) {
        Set<String> types = new HashSet<>();
        AgentBuilder builder = new AgentBuilder.Default().disableClassFormatChanges().with(new Strict());
        for (Site site : Site.values()) {
            requirePlace(site.type(), site.method(), types);
            Class<?> advice = site.atEntry() ? Passings.Entry.class : Passings.Return.class;
            builder = builder.type(named(site.type())).transform((type, description, loader, module, domain) -> type
                    .visit(Advice.withCustomMapping()
                            .bind(SiteName.class, site.name())
                            .to(advice)
                            .on(place(site.method()))));
        }
        for (Plant plant : Plant.values()) {
            requirePlace(plant.type(), plant.method(), types);
            Class<?> advice = switch (plant) {
                case OFFSET_BEFORE_EFFECT -> Faults.OffsetBeforeEffect.class;
                case REPLY_BEFORE_JOURNAL -> Faults.ReplyBeforeJournal.class;
                case PERSONAL_DATA_IN_EVENT -> Faults.PersonalDataInEvent.class;
                case LETTER_DROPPED -> Faults.LetterDropped.class;
            };
            builder = builder.type(named(plant.type())).transform((type, description, loader, module, domain) -> type
                    .visit(Advice.to(advice).on(place(plant.method()))));
        }
        String also = System.getProperty(ALSO);
        if (also != null) {
            requirePlace(also.substring(0, also.indexOf('#')), also.substring(also.indexOf('#') + 1), types);
        }
        builder.installOn(instrumentation);
        Orders.follow(Path.of(folder));
        types.forEach(Agent::load);
        System.out.println("Failpoints are woven into " + types.size() + " classes.");
    }

    private static ElementMatcher.Junction<MethodDescription> place(String method) {
        return ElementMatchers.<MethodDescription>named(method).and(not(isBridge()));
    }

    /** Read from the class file: to load the class here would be too early to weave anything into it. */
    private static void requirePlace(String type, String method, Set<String> types) {
        var found = net.bytebuddy.pool.TypePool.Default.ofSystemLoader().describe(type);
        if (!found.isResolved() || found.resolve().getDeclaredMethods().filter(place(method)).size() != 1) {
            end("there is no one place " + type + "#" + method);
        }
        types.add(type);
    }

    private static void load(String type) {
        try {
            Class.forName(type, false, ClassLoader.getSystemClassLoader());
        } catch (ClassNotFoundException e) {
            end(type + " cannot be loaded");
        }
        if (!Strict.WOVEN.contains(type)) {
            end("nothing was woven into " + type);
        }
    }

    private static void end(String why) {
        System.out.println("Failpoints: " + why);
        System.out.flush();
        Runtime.getRuntime().halt(Orders.NO_SUCH_PLACE);
    }

    /** Notes what was woven, and ends the process where it could not be. */
    private static final class Strict extends AgentBuilder.Listener.Adapter {
        private static final Set<String> WOVEN = java.util.concurrent.ConcurrentHashMap.newKeySet();

        @Override
        public void onTransformation(net.bytebuddy.description.type.TypeDescription type,
                @org.jspecify.annotations.Nullable ClassLoader loader,
                net.bytebuddy.utility.@org.jspecify.annotations.Nullable JavaModule module, boolean loaded,
                net.bytebuddy.dynamic.DynamicType dynamicType) {
            WOVEN.add(type.getName());
        }

        @Override
        public void onError(String type, @org.jspecify.annotations.Nullable ClassLoader loader,
                net.bytebuddy.utility.@org.jspecify.annotations.Nullable JavaModule module, boolean loaded,
                Throwable failure) {
            failure.printStackTrace(System.out);
            end("nothing can be woven into " + type);
        }
    }

    /** Packs this package into an agent's jar; the option of the JVM that has it follow orders from a folder. */
    public static String pack(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(new Attributes.Name("Premain-Class"), Agent.class.getName());
        Path jar = folder.resolve("failpoints.jar");
        Path classes = Path.of(Agent.class.getProtectionDomain().getCodeSource().getLocation().getPath());
        Path own = classes.resolve(Agent.class.getPackageName().replace('.', '/'));
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> files = Files.list(own)) {
            List<Path> sorted = files.filter(one -> one.toString().endsWith(".class")).sorted().toList();
            for (Path one : sorted) {
                out.putNextEntry(new JarEntry(classes.relativize(one).toString()));
                out.write(Files.readAllBytes(one));
                out.closeEntry();
            }
        }
        return "-javaagent:" + jar + "=" + folder;
    }

}
