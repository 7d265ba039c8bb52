package cn.twonets.system.failpoints;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What a running product is ordered to suffer: files in a folder that tests write and the product looks at again and
 * again. {@code <SITE>.halt} holds at which passing it is halted, {@code <SITE>.reached} says that it was;
 * {@code <PLANT>.planted} is there while a fault is.
 */
public final class Orders {
    /** What a process ends with that was halted at a site. */
    public static final int HALTED = 77;
    /** What a process ends with whose code does not have a site or the place of a plant. */
    public static final int NO_SUCH_PLACE = 78;

    private static final long LOOK_EVERY_MILLIS = 50;

    private static volatile @Nullable Site armed;
    private static final AtomicInteger LEFT = new AtomicInteger();
    private static volatile Set<Plant> planted = Set.of();
    private static volatile @Nullable Path folder;

    private Orders() {
    }

    /** Orders that the product is halted at the n-th passing of a site. */
    public static void halt(Path folder, Site site, int nth) throws IOException {
        // moved into place, so that it is never read half written
        Path draft = Files.writeString(folder.resolve(site + ".draft"), String.valueOf(nth));
        Files.move(draft, folder.resolve(site + ".halt"));
    }

    /** Whether the product was halted at a site. */
    public static boolean wasReached(Path folder, Site site) {
        return Files.exists(folder.resolve(site + ".reached"));
    }

    /** Plants a fault. */
    public static void plant(Path folder, Plant plant) throws IOException {
        Files.createFile(folder.resolve(plant + ".planted"));
    }

    /** Takes a fault away. */
    public static void heal(Path folder, Plant plant) throws IOException {
        Files.delete(folder.resolve(plant + ".planted"));
    }

    /** Looks at a folder from now on, in the product's process. */
    static void follow(Path ordered) {
        folder = ordered;
        look();
        Thread.ofPlatform().daemon().name("failpoints").start(() -> {
            while (true) {
                try {
                    Thread.sleep(LOOK_EVERY_MILLIS);
                } catch (InterruptedException e) {
                    return;
                }
                look();
            }
        });
    }

    private static void look() {
        Set<Plant> found = EnumSet.noneOf(Plant.class);
        for (Plant plant : Plant.values()) {
            if (Files.exists(folder.resolve(plant + ".planted"))) {
                found.add(plant);
            }
        }
        planted = found;
        for (Site site : Site.values()) {
            Path file = folder.resolve(site + ".halt");
            if (armed == null && Files.exists(file)) {
                LEFT.set(Integer.parseInt(read(file)));
                armed = site;
            }
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Called by the product's code wherever a site is. */
    public static void passed(String name, Object first) {
        Site site = armed;
        if (site != null && site.name().equals(name) && site.counts(first) && LEFT.decrementAndGet() == 0) {
            try {
                Files.move(folder.resolve(site + ".halt"), folder.resolve(site + ".reached"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Runtime.getRuntime().halt(HALTED);
        }
    }

    /** Whether a fault is planted now. */
    static boolean isPlanted(Plant plant) {
        return planted.contains(plant);
    }
}
