package cn.twonets.api.time;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Real time plus a forward-only offset that is read from a file again when the last look is older than 200 ms. Ticks in
 * whole milliseconds.
 */
public final class VirtualClock extends Clock {
    private static final Logger log = LoggerFactory.getLogger(VirtualClock.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    private final Clock real;
    private final OffsetFile file;
    private final AtomicReference<Look> last;

    /** Takes its zone from {@code real}. */
    public VirtualClock(Clock real, OffsetFile file) {
        this(Clock.tick(real, Duration.ofMillis(1)), file, new AtomicReference<>(new Look(Instant.MIN, Duration.ZERO)));
    }

    private VirtualClock(Clock real, OffsetFile file, AtomicReference<Look> last) {
        this.real = real;
        this.file = file;
        this.last = last;
    }

    @Override
    public Instant instant() {
        Instant now = real.instant();
        Look look = last.get();
        if (look.at().equals(Instant.MIN) || Duration.between(look.at(), now).abs().compareTo(BETWEEN_LOOKS) >= 0) {
            Duration read = read(look.offset());
            look = last.updateAndGet(
                    earlier -> new Look(now, read.compareTo(earlier.offset()) > 0 ? read : earlier.offset()));
        }
        return now.plus(look.offset());
    }

    private Duration read(Duration otherwise) {
        try {
            return file.read();
        } catch (IOException unreadable) {
            log.warn("Keeping the virtual offset {}: {}", otherwise, unreadable.getMessage());
            return otherwise;
        }
    }

    @Override
    public ZoneId getZone() {
        return real.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new VirtualClock(real.withZone(zone), file, last);
    }

    private record Look(Instant at, Duration offset) {}
}
