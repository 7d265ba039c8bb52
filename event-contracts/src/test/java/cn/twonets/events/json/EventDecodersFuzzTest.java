package cn.twonets.events.json;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import cn.twonets.fuzzing.DecoderFuzz;
import cn.twonets.fuzzing.Words;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Records as nobody may write them: they are read, or refused in one way; what is read is written as the same. */
class EventDecodersFuzzTest {
    private static final List<String> WORDS = Words.of(Words.JSON,
            EventFamily.all().stream().flatMap(family -> family.types().stream()).map(EventFamily.Type::token).toList(),
            List.of("ce_id", "ce_type", "ce_sequence", "ce_time", "ce_partitionkey", "happened", "state", "order",
                    "epoch",
                    "sequence", "@key: "));
    private static final JsonMapper JSON = new JsonMapper();

    private static List<byte[]> records() {
        return Sample.all().map(sample -> new FuzzedRecord(sample.key(), sample.headerBytes(), sample.bytes()).bytes())
                .toList();
    }

    private static List<byte[]> values() {
        return Sample.all().map(Sample::bytes).toList();
    }

    @Test
    void readsARecordOrSaysWhyNot() throws InterruptedException {
        Map<String, Long> outcomes = DecoderFuzz.of("records", WORDS).from(records()).feed(input -> {
            FuzzedRecord record = FuzzedRecord.of(input);
            StringBuilder outcome = new StringBuilder();
            for (EventFamily<?, ?> family : EventFamily.all()) {
                outcome.append(decoded(family, record)).append(' ');
            }
            return outcome.toString();
        });
        assertThat(outcomes.keySet()).anyMatch(outcome -> outcome.contains("read"))
                .anyMatch(outcome -> outcome.contains(UndecodableEventException.Why.BROKEN_JSON.code()));
    }

    private static <H extends Happening, S extends PublicState> String decoded(EventFamily<H, S> family,
            FuzzedRecord record) {
        EventCodec<H, S> codec = new EventCodec<>(family);
        Event<H, S> event;
        try {
            event = codec.decode(EventCodec.key(record.keyBytes()), record.headers(), record.value());
        } catch (UndecodableEventException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return outcome(refused);
        }
        Map<String, byte[]> headers = codec.headers(new EventCodec.Envelope(event.type().token(),
                event.state().aggregate(), event.state().order(), event.time(), event.subject(), event.key(),
                event.state().grid(), event.correlationId(), event.traceparent()));
        Event<H, S> again = codec.decode(event.key(), headers, codec.data(event.happened(), event.state()));
        assertThat(again).isEqualTo(event);
        assertThat(codec.happened(event.type().token(), codec.happened(event.happened()))).isEqualTo(event.happened());
        return "read";
    }

    /** With the place, so that inputs which come further than others are changed further. */
    private static String outcome(UndecodableEventException refused) {
        return refused.why() == UndecodableEventException.Why.UNKNOWN_TYPE
                ? ""
                : refused.why().code() + " " + refused.getMessage().replaceAll("[0-9]+", "#");
    }

    @Test
    void readsAnEventWithoutARecordOrSaysWhyNot() throws InterruptedException {
        List<byte[]> events = Sample.all()
                .map(sample -> JSON.writeValueAsBytes(StructuredEvent.of(sample.headerBytes(), sample.bytes())))
                .toList();
        Map<String, Long> outcomes = DecoderFuzz.of("structured-events", WORDS).from(events).feed(input -> {
            JsonNode node;
            try {
                node = JSON.readTree(input);
            } catch (JacksonException notJson) {
                return "no JSON";
            }
            StructuredEvent event;
            try {
                event = StructuredEvent.read(node);
            } catch (UndecodableEventException refused) {
                return refused.why().code();
            }
            FuzzedRecord record = new FuzzedRecord(event.partitionkey(), event.headers(), event.value());
            StringBuilder outcome = new StringBuilder();
            for (EventFamily<?, ?> family : EventFamily.all()) {
                outcome.append(decoded(family, record)).append(' ');
            }
            return outcome.toString();
        });
        assertThat(outcomes.keySet()).anyMatch(outcome -> outcome.contains("read"));
    }

    @Test
    void readsWhatHappenedOrSaysWhyNot() throws InterruptedException {
        List<byte[]> happenings = Sample.all()
                .map(sample -> (sample.token() + "\n" + sample.value().get("happened"))
                        .getBytes(StandardCharsets.UTF_8))
                .toList();
        DecoderFuzz.of("happenings", WORDS).from(happenings).feed(input -> {
            String text = new String(input, StandardCharsets.UTF_8);
            int end = text.indexOf('\n');
            String token = end < 0 ? "" : text.substring(0, end);
            StringBuilder outcome = new StringBuilder();
            for (EventFamily<?, ?> family : EventFamily.all()) {
                try {
                    new EventCodec<>(family).happened(token, text.substring(end + 1));
                    outcome.append("read ");
                } catch (UndecodableEventException refused) {
                    outcome.append(outcome(refused)).append(' ');
                }
            }
            return outcome.toString();
        });
    }

    @Test
    void showsTheShapeOfAnything() throws InterruptedException {
        PayloadShape shape = new PayloadShape(Vocabulary.ofContracts());
        DecoderFuzz.of("shapes", WORDS).from(values()).feed(input -> {
            String shown = shape.of(input);
            assertThat(shown.length()).isLessThan(10_000);
            return shown.contains("broken") ? "broken" : shown.startsWith("(") ? shown : "shown";
        });
    }

    @Test
    void readsCategoriesOrRefusesThem() throws InterruptedException {
        DecoderFuzz.of("categories", WORDS).feed(input -> {
            try {
                return "read " + CategoriesReader.read(new ByteArrayInputStream(input)).all().isEmpty();
            } catch (UndecodableEventException | JacksonException | IllegalArgumentException refused) {
                return refused.getClass().getSimpleName();
            }
        });
    }
}
