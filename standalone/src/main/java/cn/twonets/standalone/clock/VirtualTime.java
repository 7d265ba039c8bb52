package cn.twonets.standalone.clock;

import cn.twonets.api.time.OffsetFile;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Refused;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Moves the virtual clock of a data folder: forward only, and only while the folder holds nothing but sample data. All
 * processes on the folder follow within a second; tokens keep real time.
 */
public final class VirtualTime {
    /** Beyond the working-day calendar every deadline would be a guess. */
    private static final Duration FURTHEST = Duration.ofDays(366);

    private final DataFolder folder;
    private final Clock real;

    public VirtualTime(DataFolder folder, Clock real) {
        this.folder = folder;
        this.real = real;
    }

    /** The present offset. */
    public Duration offset() {
        return read();
    }

    /** What the product's clocks show. */
    public Instant now() {
        return real.instant().plus(read());
    }

    /**
     * Moves it forward.
     *
     * @return the offset from now on
     * @throws Refused if the folder holds data of one's own, another process moves it just now, or it would go too far
     */
    public Duration advance(Duration by) {
        requireNoOwnData(folder);
        try (DataFolder.Held held = folder.hold("clock")) {
            Duration total = read().plus(by);
            if (total.compareTo(FURTHEST) > 0) {
                throw new Refused(Exit.NOT_ALLOWED, "The virtual clock would be " + total.toDays()
                        + " days ahead, and at most " + FURTHEST.toDays() + " are allowed.");
            }
            return file().advance(by);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    /** @throws Refused if the folder is marked as holding data of one's own */
    static void requireNoOwnData(DataFolder folder) {
        folder.ownData().ifPresent(why -> {
            throw new Refused(Exit.NOT_ALLOWED, "Virtual time is for sample data only, and " + folder.root()
                    + " holds data of your own (" + why + "); try it in a fresh folder with --data.");
        });
    }

    private Duration read() {
        try {
            return file().read();
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private OffsetFile file() {
        return new OffsetFile(folder.clockOffset());
    }

    private Refused unusable(IOException e) {
        return new Refused(Exit.NOT_ALLOWED, "The virtual clock of " + folder.root() + " cannot be used: "
                + e.getMessage() + ".");
    }
}
