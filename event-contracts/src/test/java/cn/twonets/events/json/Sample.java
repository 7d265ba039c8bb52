package cn.twonets.events.json;

import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A committed record as it lies on its topic. These files are what other people's programs were written against: a test
 * that fails on one of them has found a broken promise, and the file is not what must change.
 *
 * @param family the family of its type
 * @param token its {@code ce_type}
 * @param key the record key
 * @param headers the record headers, in order
 * @param value the record's value
 */
record Sample(EventFamily<?, ?> family, String token, String key, Map<String, String> headers, JsonNode value) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Stream<Sample> all() {
        return EventFamily.all()
                .stream()
                .flatMap(family -> family.types().stream().map(type -> of(family, type.token())))
                .sorted(Comparator.comparing(Sample::token));
    }

    static Sample of(EventFamily<?, ?> family, String token) {
        try (InputStream file = Sample.class.getResourceAsStream("/samples/" + token + ".json")) {
            if (file == null) {
                throw new IllegalStateException("no sample of " + token);
            }
            JsonNode sample = JSON.readTree(file);
            Map<String, String> headers = new LinkedHashMap<>();
            sample.get("headers").properties()
                    .forEach(header -> headers.put(header.getKey(), header.getValue().asString()));
            return new Sample(family, token, sample.get("key").asString(), headers, sample.get("value"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    byte[] bytes() {
        return JSON.writeValueAsBytes(value);
    }

    Map<String, byte[]> headerBytes() {
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        headers.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return bytes;
    }

    Event<?, ?> read() {
        return new EventCodec<>(family).decode(key, headerBytes(), bytes());
    }

    /** What the codec makes of the event that it read from here. */
    Sample writtenAgain() {
        return again(family);
    }

    private <H extends Happening, S extends PublicState> Sample again(EventFamily<H, S> typed) {
        EventCodec<H, S> codec = new EventCodec<>(typed);
        Event<H, S> event = codec.decode(key, headerBytes(), bytes());
        Map<String, String> again = new LinkedHashMap<>();
        codec.headers(
                new EventCodec.Envelope(
                        event.type().token(),
                        event.state().aggregate(),
                        event.state().order(),
                        event.time(),
                        event.subject(),
                        event.key(),
                        event.state().grid(),
                        event.correlationId(),
                        event.traceparent()))
                .forEach((name, bytes) -> again.put(name, new String(bytes, StandardCharsets.UTF_8)));
        JsonNode data = JSON.readTree(codec.data(event.happened(), event.state()));
        return new Sample(typed, event.type().token(), event.key(), again, data);
    }

    @Override
    public String toString() {
        return token;
    }
}
