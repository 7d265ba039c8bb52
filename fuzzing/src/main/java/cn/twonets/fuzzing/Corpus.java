package cn.twonets.fuzzing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The inputs of one decoder that are kept: {@code src/test/resources/fuzz/<decoder>/} of the module under test. */
final class Corpus {
    private final String decoder;

    /** @param decoder its name, as the folder is called */
    Corpus(String decoder) {
        this.decoder = decoder;
    }

    /** Every committed input, by the order of their names. */
    List<byte[]> inputs() {
        Path folder = Path.of("src", "test", "resources", "fuzz", decoder);
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException(folder.toAbsolutePath() + " is missing: a decoder's inputs are committed");
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<byte[]> inputs = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                inputs.add(Files.readAllBytes(file));
            }
            return inputs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps an input that failed where it can be looked at, and committed from. */
    Path keep(byte[] input) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "fuzz", decoder));
            return Files.write(folder.resolve(name(input)), input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(byte[] input) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(input), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
