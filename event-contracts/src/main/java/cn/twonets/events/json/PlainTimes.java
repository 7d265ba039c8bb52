package cn.twonets.events.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.ext.javatime.deser.InstantDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Times as RFC 3339 knows them: of the years 1 to 9999. Others can be read and compared, and then fail wherever they are
 * counted in milliseconds, so they are refused where they come in.
 */
public final class PlainTimes {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant BEHIND_LAST = Instant.parse("+10000-01-01T00:00:00Z");

    private PlainTimes() {
    }

    /** Whether it is one of these. */
    public static boolean isPlain(Instant time) {
        return !time.isBefore(FIRST) && time.isBefore(BEHIND_LAST);
    }

    /**
     * Reads a time with its offset.
     *
     * @throws DateTimeException if it is none, or none of these years
     */
    public static Instant parse(String text) {
        Instant time = OffsetDateTime.parse(text).toInstant();
        if (!isPlain(time)) {
            throw new DateTimeException("not of the years 1 to 9999");
        }
        return time;
    }

    /** Refuses the others in JSON. */
    public static JacksonModule module() {
        return new SimpleModule("plain-times").addDeserializer(Instant.class, new Reading());
    }

    private static final class Reading extends StdScalarDeserializer<Instant> {
        private Reading() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) {
            Instant time = InstantDeserializer.INSTANT.deserialize(parser, context);
            return time == null || isPlain(time)
                    ? time
                    : (Instant) context.handleWeirdStringValue(Instant.class, "", "not of the years 1 to 9999");
        }
    }
}
