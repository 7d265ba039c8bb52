package cn.twonets.events.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.events.EventFamily;
import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SampleRecordsTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Stream<Sample> samples() {
        return Sample.all();
    }

    @Test
    void hasASampleOfEveryTypeAndNoOther() throws Exception {
        Set<String> files = Arrays.stream(new File(getClass().getResource("/samples").toURI()).list())
                .map(name -> name.replace(".json", ""))
                .collect(Collectors.toSet());
        assertThat(files).isEqualTo(
                EventFamily.all()
                        .stream()
                        .flatMap(family -> family.types().stream())
                        .map(EventFamily.Type::token)
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void readsAndWritesTheSame(Sample sample) {
        Sample again = sample.writtenAgain();
        assertThat(again.value()).isEqualTo(sample.value());
        assertThat(again.headers()).containsExactlyEntriesOf(sample.headers());
        assertThat(again.key()).isEqualTo(sample.key());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void isACloudEventToTheSdk(Sample sample) {
        RecordHeaders headers = new RecordHeaders();
        sample.headerBytes().forEach(headers::add);
        try (CloudEventDeserializer sdk = new CloudEventDeserializer()) {
            CloudEvent event = sdk.deserialize(sample.family().topic().topicName(), headers, sample.bytes());
            assertThat(event.getSpecVersion()).isEqualTo(SpecVersion.V1);
            assertThat(event.getId()).isEqualTo(sample.headers().get("ce_id"));
            assertThat(event.getSource()).hasToString(sample.family().source());
            assertThat(event.getType()).isEqualTo(sample.token());
            assertThat(event.getDataContentType()).isEqualTo("application/json");
            assertThat(event.getTime()).isEqualTo(OffsetDateTime.parse(sample.headers().get("ce_time")));
            assertThat(event.getSubject()).isEqualTo(sample.headers().get("ce_subject"));
            assertThat(event.getDataSchema()).hasToString("/schemas/" + sample.token() + ".json");
            assertThat(event.getExtension("partitionkey")).isEqualTo(sample.key());
            assertThat(event.getExtension("sequence")).isEqualTo(sample.headers().get("ce_sequence"));
            assertThat(event.getExtension("correlationid")).isEqualTo(sample.headers().get("ce_correlationid"));
            assertThat(event.getExtension("gridcode")).isEqualTo(sample.headers().get("ce_gridcode"));
            assertThat(JSON.readTree(event.getData().toBytes())).isEqualTo(sample.value());
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void carriesLessThanAKilobyteOfState(Sample sample) {
        assertThat(JSON.writeValueAsBytes(sample.value().get("state")).length).isLessThan(1024);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void ignoresUnknownFieldsEverywhere(Sample sample) {
        JsonNode grown = sample.value().deepCopy();
        addUnknown(grown);
        Sample later = new Sample(sample.family(), sample.token(), sample.key(), sample.headers(), grown);
        assertThat(later.read()).isEqualTo(sample.read());
    }

    private static void addUnknown(JsonNode node) {
        node.forEach(SampleRecordsTest::addUnknown);
        if (node instanceof ObjectNode object) {
            object.put("addedLater", "by a newer writer");
        }
    }

    static Stream<Arguments> requiredFields() {
        return Sample.all()
                .flatMap(
                        sample -> Stream.of("happened", "state")
                                .flatMap(
                                        part -> sample.value()
                                                .get(part)
                                                .propertyNames()
                                                .stream()
                                                .filter(field -> !isOptional(sample, part, field))
                                                .map(field -> Arguments.of(sample, part, field))));
    }

    /** What may be absent: parts of states by name, parts of happenings by type. */
    private static final Set<String> OPTIONAL = Set.of(
            "state answer",
            "state responsible",
            "state dueAt",
            "state wish",
            "state closeReason",
            "state reviewAt",
            "state resolvedBy",
            "state referral",
            "state parent",
            "state validTo",
            "state helper",
            "cn.twonets.case.escalated.v1 by",
            "cn.twonets.case.closed.v1 by",
            "cn.twonets.case.resolved.v1 service");

    private static boolean isOptional(Sample sample, String part, String field) {
        return OPTIONAL.contains((part.equals("state") ? part : sample.token()) + " " + field);
    }

    @ParameterizedTest
    @MethodSource("requiredFields")
    void refusesARecordWithoutAFieldThatItNeeds(Sample sample, String part, String field) {
        ObjectNode broken = (ObjectNode) sample.value().deepCopy();
        ((ObjectNode) broken.get(part)).remove(field);
        Sample without = new Sample(sample.family(), sample.token(), sample.key(), sample.headers(), broken);
        assertThatThrownBy(without::read).isInstanceOf(UndecodableEventException.class);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesARecordWithoutARequiredHeader(Sample sample) {
        for (String header : List.of(
                "ce_specversion",
                "ce_id",
                "ce_type",
                "ce_time",
                "ce_subject",
                "ce_partitionkey",
                "ce_correlationid")) {
            Map<String, byte[]> headers = sample.headerBytes();
            headers.remove(header);
            assertThatThrownBy(() -> new EventCodec<>(sample.family()).decode(sample.key(), headers, sample.bytes()))
                    .as(header)
                    .isInstanceOf(UndecodableEventException.class)
                    .hasMessageContaining(header);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void refusesARecordUnderTheKeyOfAnotherAggregate(Sample sample) {
        String another = "another-aggregate";
        Map<String, byte[]> headers = sample.headerBytes();
        headers.put("ce_partitionkey", another.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> new EventCodec<>(sample.family()).decode(another, headers, sample.bytes()))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("key");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void saysWhatIsWrongWithoutQuotingTheData(Sample sample) {
        String canary = "canary-410000199001010000";
        ObjectNode broken = (ObjectNode) sample.value().deepCopy();
        ((ObjectNode) broken.get("state")).put("order", canary);
        byte[] value = JSON.writeValueAsBytes(broken);
        assertThatThrownBy(() -> new EventCodec<>(sample.family()).decode(sample.key(), sample.headerBytes(), value))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageContaining("/order")
                .hasMessageNotContaining(canary)
                .hasNoCause();
        assertThatThrownBy(
                () -> new EventCodec<>(sample.family()).decode(
                        sample.key(),
                        sample.headerBytes(),
                        ("{\"happened\": " + canary).getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UndecodableEventException.class)
                .hasMessageNotContaining(canary);
    }
}
