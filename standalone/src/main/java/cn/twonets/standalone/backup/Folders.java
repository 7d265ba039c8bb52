package cn.twonets.standalone.backup;

import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Copies parts of a data folder, each for its owner alone. */
final class Folders {
    private Folders() {
    }

    /**
     * A new folder, made under another name and given its own once it is complete, so that half of a thing never passes for
     * the whole.
     *
     * @throws Refused if something is there already
     */
    static Path unfinished(Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        if (!isEmpty(absolute)) {
            throw new Refused(Exit.NOT_ALLOWED, "There is something in " + absolute
                    + " already, and nothing is ever overwritten; name a folder that is empty or does not exist.");
        }
        Path unfinished = absolute.resolveSibling(absolute.getFileName() + ".unfinished");
        try {
            deleteAll(unfinished);
        } catch (IOException e) {
            throw Backup.unreadable(unfinished, e);
        }
        return DataFolder.at(unfinished).create().root();
    }

    /** Gives it its name. */
    static void finish(Path unfinished, Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        try {
            Files.deleteIfExists(absolute);
            Files.move(unfinished, absolute, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw Backup.unreadable(absolute, e);
        }
    }

    /** Copies those of the named files and folders that are there. What is being appended to is copied as far as it is. */
    static void copy(Path from, Path to, List<String> names) {
        for (String name : names) {
            Path source = from.resolve(name);
            if (!Files.exists(source)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(source)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = to.resolve(from.relativize(file).toString());
                    DataFolder.at(target.getParent()).create();
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            } catch (IOException e) {
                throw Backup.unreadable(source, e);
            }
        }
    }

    private static boolean isEmpty(Path folder) {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
