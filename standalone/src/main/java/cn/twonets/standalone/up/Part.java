package cn.twonets.standalone.up;

import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Ports;
import cn.twonets.standalone.place.Refused;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToIntFunction;

/** What can be started by itself. Each part locks only what it owns in the data folder. */
enum Part {
    BROKER("Kafka", Ports::kafka), STORE("the store", Ports::store), ISSUER("the issuer", Ports::issuer), INTAKE(
            "the intake service", Ports::intake), DISPATCH("the dispatch service", Ports::dispatch), RESOURCE(
                    "the resource service", Ports::resource), GATEWAY("the gateway", Ports::gateway);

    /** What the services need before they can be ready. */
    static final Set<Part> INFRASTRUCTURE = Set.of(BROKER, STORE, ISSUER);

    private final String title;
    private final ToIntFunction<Ports> port;

    Part(String title, ToIntFunction<Ports> port) {
        this.title = title;
        this.port = port;
    }

    /** How people call it. */
    String title() {
        return title;
    }

    /** How it is named on the command line and in the data folder. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    int port(Ports ports) {
        return port.applyAsInt(ports);
    }

    /** Where a service tells how it is. */
    int managementPort(Ports ports) {
        return ports.managementUris().get(word()).getPort();
    }

    boolean isService() {
        return !INFRASTRUCTURE.contains(this);
    }

    /** @throws Refused if a word names no part */
    static Set<Part> named(List<String> words) {
        Set<Part> named = EnumSet.noneOf(Part.class);
        for (String word : words) {
            named.add(
                    EnumSet.allOf(Part.class).stream()
                            .filter(part -> part.word().equals(word.strip()))
                            .findFirst()
                            .orElseThrow(
                                    () -> new Refused(Exit.USAGE, "--only '" + word + "' is not a part; the parts are "
                                            + String.join(
                                                    ", ",
                                                    EnumSet.allOf(Part.class).stream().map(Part::word).toList())
                                            + ".")));
        }
        return named;
    }
}
