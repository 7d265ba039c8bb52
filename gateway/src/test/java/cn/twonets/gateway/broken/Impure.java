package cn.twonets.gateway.broken;

import java.time.Instant;

/** Breaks the rules on purpose, to show that they notice. */
final class Impure {
    long when() {
        return Instant.now().toEpochMilli() + System.currentTimeMillis();
    }
}
