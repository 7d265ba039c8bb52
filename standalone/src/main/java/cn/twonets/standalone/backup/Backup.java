package cn.twonets.standalone.backup;

import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a backup says of itself, in its file {@value #FILE}: when it was taken, the SHA-256 of each of its files, and one over
 * the keys that it can be read with, which lie elsewhere.
 *
 * @param taken what was acknowledged before then is in it
 * @param files SHA-256 in hex by path within the backup
 * @param keys SHA-256 over the keys that were in use; null if there were none in files
 */
record Backup(Instant taken, SortedMap<String, String> files, @Nullable String keys) {
    static final String FILE = "backup.json";
    private static final int FORM = 1;
    private static final JsonMapper JSON = new JsonMapper();

    /** Writes it down, last of all: a folder without it is no backup. */
    void write(Path folder) {
        ObjectNode node = JSON.createObjectNode().put("form", FORM).put("taken", taken.toString());
        if (keys != null) {
            node.put("keys", keys);
        }
        ObjectNode hashes = node.putObject("files");
        files.forEach(hashes::put);
        DataFolder.write(folder.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n");
    }

    /**
     * Reads it, and every file of it once.
     *
     * @throws Refused if there is none, or a file is missing or not as it was written
     */
    static Backup checked(Path folder) {
        Backup backup = read(folder);
        backup.files.forEach((name, hash) -> {
            if (!isThere(folder, name, hash)) {
                throw new Refused(Exit.FAILED, "The backup in " + folder + " is damaged: " + name
                        + " is missing or not as it was written. Take an older one.");
            }
        });
        return backup;
    }

    private static boolean isThere(Path folder, String name, String hash) {
        try {
            Path file = folder.resolve(name).normalize();
            return file.startsWith(folder.normalize()) && Files.isRegularFile(file) && hash.equals(hash(file));
        } catch (InvalidPathException noName) {
            return false;
        }
    }

    private static Backup read(Path folder) {
        Path file = folder.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            throw new Refused(Exit.USAGE, "There is no backup in " + folder + ": it has no file " + FILE + ".");
        }
        try {
            JsonNode node = JSON.readTree(file.toFile());
            if (node.path("form").asInt(0) != FORM) {
                throw new Refused(Exit.NOT_ALLOWED, "The backup in " + folder + " is of form "
                        + node.path("form").asString("?") + "; this release reads form " + FORM + ".");
            }
            SortedMap<String, String> files = new TreeMap<>();
            node.path("files").properties().forEach(one -> files.put(one.getKey(), one.getValue().asString()));
            String keys = node.path("keys").asString("");
            if (!keys.matches("[0-9a-f]*")) {
                throw damaged(file);
            }
            return new Backup(Instant.parse(node.path("taken").asString("")), files, keys.isEmpty() ? null : keys);
        } catch (JacksonException | DateTimeException e) {
            throw damaged(file);
        }
    }

    private static Refused damaged(Path file) {
        return new Refused(Exit.FAILED, "The file " + file + " is damaged.");
    }

    /**
     * One hash over all files of a folder and their names.
     *
     * @return null if there is none
     */
    static @Nullable String hashOfAll(Path folder) {
        return hashOf(hashes(folder));
    }

    /** The same of hashes by name. */
    static @Nullable String hashOf(SortedMap<String, String> all) {
        MessageDigest digest = sha256();
        for (Map.Entry<String, String> one : all.entrySet()) {
            digest.update((one.getKey() + " " + one.getValue() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return all.isEmpty() ? null : HexFormat.of().formatHex(digest.digest());
    }

    /** The hash of each file below a folder, by its path within it. */
    static SortedMap<String, String> hashes(Path folder) {
        SortedMap<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> all.put(folder.relativize(file).toString().replace('\\', '/'), hash(file)));
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
        return all;
    }

    private static String hash(Path file) {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static Refused unreadable(Path path, IOException e) {
        return new Refused(Exit.FAILED, path + " cannot be read or written (" + e.getClass().getSimpleName() + ").");
    }
}
