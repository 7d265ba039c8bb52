package cn.twonets.standalone.words;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How far a long command is: a bar that moves where there is a terminal, now and then a plain line elsewhere. */
public final class Progress {
    private static final int WIDTH = 30;
    private static final Duration BETWEEN_PAINTS = Duration.ofMillis(100);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final boolean terminal;
    private final long total;
    private final InstantSource clock;
    private final Instant begun;
    private Instant painted;
    private long done;

    /** @param total how many there will be */
    public Progress(PrintWriter out, boolean terminal, long total, InstantSource clock) {
        this.out = out;
        this.terminal = terminal;
        this.total = total;
        this.clock = clock;
        this.begun = clock.instant();
        this.painted = begun;
    }

    /** Whether standard error is a terminal, as the start script found. */
    public static boolean onTerminal() {
        return Boolean.getBoolean("twonets.terminal");
    }

    /** One more is done. */
    public synchronized void step() {
        done++;
        Instant now = clock.instant();
        Duration pause = terminal ? BETWEEN_PAINTS : BETWEEN_LINES;
        if (Duration.between(painted, now).compareTo(pause) >= 0) {
            paint(now);
        }
    }

    /** The last word. */
    public synchronized void end() {
        if (terminal) {
            paint(clock.instant());
            out.println();
            out.flush();
        }
    }

    private void paint(Instant now) {
        painted = now;
        double seconds = Math.max(0.001, Duration.between(begun, now).toMillis() / 1000.0);
        String figures = "%,d of %,d  %.0f/s".formatted(done, total, done / seconds);
        if (terminal) {
            int filled = total == 0 ? WIDTH : (int) (WIDTH * done / total);
            out.print("\r[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + figures + " ");
        } else {
            out.println(figures);
        }
        out.flush();
    }
}
