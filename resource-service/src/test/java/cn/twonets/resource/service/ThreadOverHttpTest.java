package cn.twonets.resource.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.AidKind;
import cn.twonets.events.CaseState;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.OneResource;
import cn.twonets.resource.testing.RunningResource;
import cn.twonets.resource.testing.RunningResource.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One need through the running service: from dispatch's events to the final answer on the resolutions topic. */
@ExtendWith(OneResource.class)
class ThreadOverHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final RunningResource resource;

    ThreadOverHttpTest(RunningResource resource) {
        this.resource = resource;
    }

    @Test
    void carriesANeedFromMatchToDelivery() {
        CaseState open = Cases.open("thread-need-0001", AidKind.HOUSING);
        resource.say(open);
        Answer match = await().atMost(PATIENCE).until(
                () -> resource.leader("GET", "/api/v1/matches/thread-need-0001").send(),
                answer -> answer.status() == 200);
        assertThat(match.text("/candidates/0/service")).isEqualTo("dangerous-house-rebuild");
        assertThat(match.text("/candidates/0/reasons/2")).isEqualTo("fact:dwelling-grade");
        assertThat(resource.register.asked.getLast().toString()).contains("thread-need-0001", "dwelling-grade");

        resource.say(Cases.wanting(open, 1, "dangerous-house-rebuild"));
        Answer desk = await().atMost(PATIENCE).until(
                () -> resource.clerk("housing-bureau", "GET", "/api/v1/referrals?status=requested").send(),
                answer -> answer.json().path("items").valueStream()
                        .anyMatch(item -> item.path("need").asString().equals("thread-need-0001")));
        String id = desk.json().path("items").valueStream()
                .filter(item -> item.path("need").asString().equals("thread-need-0001"))
                .map(item -> item.path("id").asString())
                .findFirst()
                .orElseThrow();
        assertThat(id).isEqualTo("thread-need-0001.1");
        Answer capacity = resource.clerk("housing-bureau", "GET",
                "/api/v1/aid-services/dangerous-house-rebuild/capacity").send();
        assertThat(capacity.json().path("held").asInt()).isEqualTo(1);

        Answer accepted = resource.clerk("housing-bureau", "POST", "/api/v1/referrals/" + id + "/acceptance").send();
        assertThat(accepted.status()).isEqualTo(200);
        assertThat(accepted.text("/status")).isEqualTo("accepted");
        Answer delivered = resource.clerk("housing-bureau", "POST", "/api/v1/referrals/" + id + "/delivery")
                .json("{\"evidence\":\"file:2026-0017\"}")
                .send();
        assertThat(delivered.text("/status")).isEqualTo("completed");
        assertThat(delivered.text("/answer/result")).isEqualTo("DELIVERED");

        assertThat(lastOn("twonets.resolutions.v1", "thread-need-0001", 4).at("/state/answer/result").asString())
                .isEqualTo("DELIVERED");
        Answer timeline = resource.leader("GET", "/api/v1/referrals/thread-need-0001/timeline").send();
        assertThat(StreamSupport.stream(timeline.json().path("items").spliterator(), false)
                .map(entry -> entry.path("type").asString()))
                .containsExactly("cn.twonets.aid.matched.v1", "cn.twonets.referral.offered.v1",
                        "cn.twonets.referral.accepted.v1", "cn.twonets.referral.delivered.v1");
    }

    /** Reads the topic until it holds so many events of the need; returns the last one's data. */
    private JsonNode lastOn(String topic, String need, int events) {
        JsonMapper json = new JsonMapper();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", resource.bootstrapServers()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(part -> new org.apache.kafka.common.TopicPartition(topic, part.partition()))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
            java.util.List<JsonNode> found = new java.util.ArrayList<>();
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (record.key().equals(need)) {
                        found.add(json.readTree(record.value()));
                    }
                });
                return found.size() >= events;
            });
            return found.getLast();
        }
    }
}
