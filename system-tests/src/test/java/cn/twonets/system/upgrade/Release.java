package cn.twonets.system.upgrade;

import cn.twonets.load.ProductProcess.Launch;
import cn.twonets.standalone.TwoNets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The product as it is now, and the release before where {@code -Dtwonets.before} names its {@code target/twonets/lib}. */
final class Release {
    static final String BEFORE = "twonets.before";

    private Release() {
    }

    static Launch now(String... options) {
        return Launch.onClassPath(List.of(options));
    }

    static Launch before(String... options) {
        List<String> command = new java.util.ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", libraries() + "/*",
                TwoNets.class.getName()));
        return new Launch(command, Map.of());
    }

    private static Path libraries() {
        return Path.of(System.getProperty(BEFORE));
    }

    /** The JSON Schemas that the release before came with, by type. */
    static Map<String, String> schemasBefore() throws IOException {
        Path contracts;
        try (Stream<Path> all = Files.list(libraries())) {
            contracts = all.filter(one -> one.getFileName().toString().startsWith("event-contracts")).findFirst()
                    .orElseThrow();
        }
        Map<String, String> schemas = new TreeMap<>();
        try (JarFile jar = new JarFile(contracts.toFile())) {
            jar.stream().filter(entry -> entry.getName().matches("schemas/.+\\.json")).forEach(entry -> {
                try (var file = jar.getInputStream(entry)) {
                    schemas.put(entry.getName().replaceFirst("schemas/(.+)\\.json", "$1"),
                            new String(file.readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return schemas;
    }
}
