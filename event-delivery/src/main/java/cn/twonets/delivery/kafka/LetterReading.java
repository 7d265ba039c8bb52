package cn.twonets.delivery.kafka;

import cn.twonets.delivery.deadletters.DeadLetter.Cause;
import cn.twonets.delivery.deadletters.DeadLetter.Shown;
import cn.twonets.delivery.deadletters.Sighting;
import cn.twonets.delivery.deadletters.SourceId;
import cn.twonets.events.json.PayloadShape;
import cn.twonets.events.json.UndecodableEventException.Why;
import cn.twonets.events.json.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record of a dead letter topic and leaves everything behind that could be about a person. Trusts nothing: a
 * record without the headers of a dead letter, or with others in their place, is entered as what it is.
 */
final class LetterReading {
    private static final String UNKNOWN = "unknown";
    /** What {@code ActKey} makes: a hash, which says nothing about anybody. */
    private static final String MADE = "[a-z2-7]{26}";
    private static final Pattern KEY = Pattern
            .compile(MADE + "|active|\\d{1,9}/(?:\\d{6}|\\d{9}|\\d{12})(?:-[AG]\\d{2})?");
    private static final Pattern EVENT = Pattern.compile(
            "/twonets/(?:intake|dispatch|resource)/(?:" + MADE + "|active)/\\d{1,4}\\.\\d{1,9}");
    private static final Pattern PLACE = Pattern.compile("(?:/[A-Za-z0-9]{1,40}){1,9}");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");

    private final Vocabulary vocabulary = Vocabulary.ofContracts();
    private final PayloadShape shapes = new PayloadShape(vocabulary);

    /** What the record says, as far as it may be kept. */
    Sighting read(ConsumerRecord<byte[], byte[]> letter, String consumer) {
        Shown shown = new Shown(
                fitting(letter.key() == null ? null : new String(letter.key(), StandardCharsets.UTF_8), KEY),
                type(text(letter, "ce_type")),
                fitting(text(letter, "ce_id"), EVENT),
                written(text(letter, DeadLetters.TIMESTAMP)),
                shapes.of(letter.value()),
                letter.value() == null ? 0 : letter.value().length,
                digest(letter.value()));
        Instant at = time(text(letter, DeadLetters.TIME), letter.timestamp());
        SourceId source = source(letter);
        if (source == null) {
            // Somebody else wrote it: its own place is all that is known about it.
            source = new SourceId(letter.topic(), letter.partition(), letter.offset());
            return new Sighting(source, consumer, new Cause("not-a-letter", null), at, letter.offset(), shown);
        }
        return new Sighting(source, consumer, cause(letter), at, letter.offset(), shown);
    }

    private Cause cause(ConsumerRecord<byte[], byte[]> letter) {
        String code = text(letter, DeadLetters.CODE);
        String words = text(letter, DeadLetters.CAUSE);
        return new Cause(
                code == null ? UNKNOWN : Why.of(code).map(Why::code).orElse(UNKNOWN),
                words == null ? null : placeIn(words));
    }

    /** The cause ends in the field at fault; only names that the contracts know are taken from it. */
    private @Nullable String placeIn(String words) {
        String last = words.substring(words.lastIndexOf(' ') + 1);
        boolean known = PLACE.matcher(last).matches() && Arrays.stream(last.substring(1).split("/"))
                .allMatch(part -> vocabulary.isName(part) || NUMBER.matcher(part).matches());
        return known ? last : null;
    }

    private @Nullable String type(@Nullable String token) {
        return token != null && vocabulary.isCode(token) ? token : null;
    }

    private static @Nullable SourceId source(ConsumerRecord<byte[], byte[]> letter) {
        String topic = text(letter, DeadLetters.TOPIC);
        if (topic == null || !letter.topic().startsWith(topic + ".")) {
            return null;
        }
        return SourceId
                .parse(topic + "-" + text(letter, DeadLetters.PARTITION) + "-" + text(letter, DeadLetters.OFFSET))
                .orElse(null);
    }

    private static @Nullable String fitting(@Nullable String text, Pattern form) {
        if (text == null) {
            return null;
        }
        Matcher matcher = form.matcher(text);
        return matcher.matches() ? text : null;
    }

    private static Instant time(@Nullable String text, long otherwise) {
        try {
            return text == null
                    ? Instant.ofEpochMilli(otherwise)
                    : Instant.parse(text).truncatedTo(ChronoUnit.MILLIS);
        } catch (DateTimeException e) {
            return Instant.ofEpochMilli(otherwise);
        }
    }

    private static @Nullable Instant written(@Nullable String millis) {
        return millis != null && millis.matches("\\d{1,15}") ? Instant.ofEpochMilli(Long.parseLong(millis)) : null;
    }

    /** A header as text; null if there is none. */
    static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** SHA-256 of a value; empty where there is none. */
    static String digest(byte @Nullable [] value) {
        if (value == null) {
            return "";
        }
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
