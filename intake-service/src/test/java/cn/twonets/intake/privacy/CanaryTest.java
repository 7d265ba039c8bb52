package cn.twonets.intake.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.Topic;
import cn.twonets.intake.testing.Client;
import cn.twonets.intake.testing.RunningIntake;
import cn.twonets.intake.testing.Village;
import cn.twonets.intake.testing.Wire;
import cn.twonets.telemetry.traces.Span;
import cn.twonets.telemetry.traces.Tracing;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Plants canaries in every private field and in wrong places, and looks for them everywhere but in intake's answers. */
@ExtendWith(OutputCaptureExtension.class)
class CanaryTest {
    private static final List<String> CANARIES = List.of("金丝雀CANARY", "410226198009239702", "13987654321",
            "98765432101");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String HOUSEHOLD = """
            {"unit": "411082110213-G05",
             "personal": {"name": "金丝雀CANARY", "identityNumber": "410226198009239702", "phone": "13987654321",
                          "members": [{"name": "金丝雀CANARY二", "relation": "CHILD"}], "note": "金丝雀CANARY住危房"},
             "facts": {"incomePerHeadFen": 98765432101, "specialGroups": ["SERIOUS_ILLNESS"]}}""";
    private final RunningIntake intake = RunningIntake.shared();
    private final Client member = intake.member();

    @Test
    void noCanaryLeavesIntake(CapturedOutput output) {
        List<String> heard = new ArrayList<>();
        String household = member.post("/api/v1/households", HOUSEHOLD).text("/id");
        assertThat(household).isNotEmpty();
        String need = submit(household).text("/id");
        String path = "/api/v1/needs/" + need;

        // what is read within the scope is masked; the description alone is shown in full
        Client.Answer read = member.get("/api/v1/households/" + household);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.body()).doesNotContain("金丝雀CANARY二", "410226198009239702", "13987654321")
                .contains("金*", "410***********9702", "139****4321");
        assertThat(member.get(path).text("/description")).isEqualTo("金丝雀CANARY说");
        assertThat(submit(household).body()).as("not said back").doesNotContain("金丝雀");
        assertThat(member.get("/api/v1/needs?household=" + household).body()).contains(need).doesNotContain("金丝雀");
        assertThat(intake.as(Village.SUPERVISOR, "supervisor").get(path).body()).contains(need)
                .doesNotContain("金丝雀");

        // unmasked for a purpose, and exported: to the one who asked, and into nothing that is looked at below
        assertThat(member.post("/api/v1/households/" + household + "/disclosures", """
                {"purpose": "correction", "fields": ["names", "identity-numbers", "phones"]}""").body())
                .contains("金丝雀CANARY二", "410226198009239702", "13987654321");
        assertThat(intake.as(Village.OFFICE, "assistance-office")
                .post("/api/v1/households/" + household + "/exports", "").body())
                .contains("金丝雀CANARY住危房", "98765432101", "金丝雀CANARY说");

        // out of scope, and in every kind of refusal
        Client other = intake.otherLeader();
        heard.add(other.get("/api/v1/households/" + household).body());
        heard.add(other.get(path).body());
        heard.add(other.get(path + "/timeline").body());
        heard.add(other.get("/api/v1/needs?household=" + household).body());
        heard.add(other.post("/api/v1/households", HOUSEHOLD).body());
        heard.add(member.post("/api/v1/households", HOUSEHOLD).body());
        // a field that is not known is named to whoever sent it, but in no log
        assertThat(member.post("/api/v1/households", HOUSEHOLD.replace("\"phone\"", "\"金丝雀CANARY\"")).problem())
                .isEqualTo("400 invalid-body /personal/金丝雀CANARY unknown-field");
        heard.add(member.post("/api/v1/households", HOUSEHOLD.replace("411082110213-G05", "金丝雀CANARY")).body());
        heard.add(member.post("/api/v1/households", HOUSEHOLD.replace("CHILD", "金丝雀CANARY")).body());
        heard.add(member.post("/api/v1/households", HOUSEHOLD.replace("98765432101", "\"金丝雀CANARY\"")).body());
        heard.add(member.post("/api/v1/households", HOUSEHOLD.replace("\"facts\"", "金丝雀CANARY")).body());
        heard.add(member.post("/api/v1/needs", "{\"household\": \"金丝雀CANARY\"}").body());
        heard.add(member.post("/api/v1/need-batches", "{\"items\": [{\"id\": \"金丝雀CANARY\"}]}").body());
        heard.add(member.patch(path, "{\"urgency\": \"金丝雀CANARY\"}", "\"1\"").body());
        heard.add(member.post(path + "/withdrawal", "{\"reason\": \"金丝雀CANARY\"}").body());
        for (String answer : heard) {
            assertThat(answer).doesNotContain(CANARIES);
        }

        // edits, and the end of it
        assertThat(member.patch(path, "{\"description\": \"金丝雀CANARY改\"}", "\"1\"").status()).isEqualTo(200);
        assertThat(member.patch("/api/v1/households/" + household, "{\"personal\": {\"note\": \"金丝雀CANARY改\"}}",
                "\"1\"").status()).isEqualTo(200);
        assertThat(member.send("POST", path + "/withdrawal", "{\"reason\": \"reported-in-error\"}", "Idempotency-Key",
                UUID.randomUUID().toString(), "traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01").status())
                .isEqualTo(200);
        await().until(() -> intake.traces.spans().stream().anyMatch(span -> span.trace().equals(TRACE)));
        await().until(() -> intake.wire().read(Topic.NEEDS, need).size() == 3);
        await().until(() -> intake.wire().read(Topic.HOUSEHOLDS, household).size() == 1);
        // what a stranger writes onto a topic lies in the dead letters as it came; what we wrote there holds nothing
        for (Sink sink : Sink.values()) {
            assertThat(sink.everything(this, output)).as(sink.name()).doesNotContain(CANARIES)
                    .doesNotContain("SERIOUS_ILLNESS");
        }
        assertThat(Sink.TOPIC.everything(this, output)).contains(household, need);
        assertThat(Sink.STORE.everything(this, output)).contains(household, need);
        assertThat(Sink.METRIC.everything(this, output)).contains("twonets_");
        assertThat(Sink.TRACE.everything(this, output)).contains("/api/v1/households/{id}/disclosures",
                "/api/v1/need-batches");
    }

    /** Where something could leak to: how to look there, and how to plant a leak of the words given. */
    private enum Sink {
        TOPIC {
            @Override
            void plant(CanaryTest test, String leak) {
                test.intake.wire().publishRaw(Topic.RESOLUTIONS, leak.substring(0, 20), leak);
            }

            @Override
            String everything(CanaryTest test, CapturedOutput output) {
                return Stream.of(Topic.values())
                        .flatMap(topic -> test.intake.wire().read(topic.topicName()).stream())
                        .map(Wire.Record::everything)
                        .collect(Collectors.joining("\n"));
            }
        },
        DEAD_LETTER {
            @Override
            void plant(CanaryTest test, String leak) {
                test.intake.wire().publishRaw(Topic.DISPATCH, leak.substring(0, 20), leak);
            }

            @Override
            String everything(CanaryTest test, CapturedOutput output) {
                return test.intake.wire()
                        .read(Topic.DISPATCH.deadLetters("intake"))
                        .stream()
                        .map(Wire.Record::everything)
                        .collect(Collectors.joining("\n"));
            }
        },
        STORE {
            @Override
            void plant(CanaryTest test, String leak) {
                test.inStore(client -> client.getDatabase("intake")
                        .getCollection("planted")
                        .insertOne(new Document("leak", List.of(leak))));
            }

            @Override
            String everything(CanaryTest test, CapturedOutput output) {
                return test.stored();
            }

            @Override
            void clear(CanaryTest test) {
                test.inStore(client -> client.getDatabase("intake").getCollection("planted").drop());
            }
        },
        AUDIT {
            @Override
            void plant(CanaryTest test, String leak) {
                test.write("planted.txt", leak);
            }

            @Override
            String everything(CanaryTest test, CapturedOutput output) {
                return test.auditFiles();
            }

            @Override
            void clear(CanaryTest test) {
                test.write("planted.txt", "");
            }
        },
        LOG {
            @Override
            void plant(CanaryTest test, String leak) {
                org.slf4j.LoggerFactory.getLogger(CanaryTest.class).info(leak);
            }

            @Override
            String everything(CanaryTest test, CapturedOutput output) {
                return output.getAll();
            }
        },
        TRACE {
            @Override
            void plant(CanaryTest test, String leak) {
                Span span = test.intake.bean(Tracing.class).begin(Tracing.Kind.SERVER, "planted", null);
                span.put("leak", leak);
                span.end();
            }

            @Override
            String everything(CanaryTest test, CapturedOutput output) {
                return test.intake.traces.spans().toString();
            }
        },
        METRIC {
            @Override
            void plant(CanaryTest test, String leak) {
                test.intake.bean(MeterRegistry.class).counter("planted", "leak", leak).increment();
            }

            @Override
            String everything(CanaryTest test, CapturedOutput output) {
                return test.intake.withToken("").get("/actuator/prometheus").body();
            }

            @Override
            void clear(CanaryTest test) {
                MeterRegistry meters = test.intake.bean(MeterRegistry.class);
                meters.find("planted").meters().forEach(meters::remove);
            }
        };

        abstract void plant(CanaryTest test, String leak);

        abstract String everything(CanaryTest test, CapturedOutput output);

        void clear(CanaryTest test) {
        }
    }

    @ParameterizedTest
    @EnumSource(Sink.class)
    void theSearchFindsALeakPlantedInEachKindOfSink(Sink sink, CapturedOutput output) {
        String leak = "planted-" + UUID.randomUUID();
        assertThat(sink.everything(this, output)).doesNotContain(leak);
        sink.plant(this, leak);
        try {
            await().untilAsserted(() -> assertThat(sink.everything(this, output)).contains(leak));
        } finally {
            sink.clear(this);
        }
    }

    @Test
    void theSearchFindsWhatAnAnswerSaysBack() {
        assertThat(member.post("/api/v1/households", HOUSEHOLD.replace("\"phone\"", "\"金丝雀CANARY\"")).body())
                .contains("金丝雀CANARY");
    }

    private Client.Answer submit(String household) {
        return member.post("/api/v1/needs", """
                {"household": "%s", "category": "housing", "basis": {"kind": "DUTY"}, "description": "金丝雀CANARY说"}"""
                .formatted(household));
    }

    /** Every document of intake's database, as a client of the store sees it. */
    private String stored() {
        StringBuilder all = new StringBuilder();
        inStore(client -> {
            for (String name : client.getDatabase("intake").listCollectionNames()) {
                client.getDatabase("intake").getCollection(name).find()
                        .forEach(document -> all.append(document.toJson()).append('\n'));
            }
        });
        return all.toString();
    }

    private void write(String name, String text) {
        try {
            Files.writeString(intake.folder().resolve("audit").resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String auditFiles() {
        try (Stream<Path> files = Files.list(intake.folder().resolve("audit"))) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void inStore(Consumer<MongoClient> work) {
        try (MongoClient client = MongoClients.create(intake.storeConnection())) {
            work.accept(client);
        }
    }
}
