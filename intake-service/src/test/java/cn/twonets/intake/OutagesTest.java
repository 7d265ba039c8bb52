package cn.twonets.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.audit.file.Verifier;
import cn.twonets.events.Topic;
import cn.twonets.intake.testing.Bodies;
import cn.twonets.intake.testing.Client;
import cn.twonets.intake.testing.RunningIntake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The broker or the store goes away under the running service and comes back. */
class OutagesTest {
    private static RunningIntake intake;

    @BeforeAll
    static void start() {
        intake = RunningIntake.own();
    }

    @AfterAll
    static void stop() {
        intake.close();
    }

    @Test
    void acceptsWhileTheBrokerIsAwayAndPublishesOnceItIsBack() {
        Client member = intake.member();
        String household = Bodies.registered(member);
        intake.stopBroker();
        Client.Answer submitted = member.post("/api/v1/needs", Bodies.need(household));
        assertThat(submitted.status()).as(submitted.body()).isEqualTo(201);
        String need = submitted.text("/id");
        assertThat(member.post("/api/v1/needs/" + need + "/withdrawal", "{\"reason\": \"reported-twice\"}").status())
                .isEqualTo(200);
        intake.startBroker();
        await().atMost(Duration.ofMinutes(2))
                .until(
                        () -> intake.wire().read(Topic.NEEDS, need).stream()
                                .map(record -> record.headers().get("ce_sequence"))
                                .distinct()
                                .toList()
                                .equals(List.of("0000000001", "0000000002")));
        intake.awaitReady();
    }

    @Test
    void doesNothingWhileNothingCanBeWrittenDown() throws IOException {
        Client member = intake.member();
        String household = Bodies.registered(member);
        String key = UUID.randomUUID().toString();
        Path audit = intake.folder().resolve("audit");
        Path aside = intake.folder().resolve("audit-aside");
        Files.move(audit, aside);
        Files.writeString(audit, "not a folder");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> intake.withToken("").get("/actuator/health/readiness").status() == 503);
        assertThat(member.post("/api/v1/needs", Bodies.need(household), key).problem())
                .isEqualTo("503 temporarily-unavailable");
        assertThat(member.get("/api/v1/needs?household=" + household).json().path("items")).isEmpty();
        Files.delete(audit);
        Files.move(aside, audit);
        intake.awaitReady();
        assertThat(member.post("/api/v1/needs", Bodies.need(household), key).status()).isEqualTo(201);
        assertThat(Verifier.verify(List.of(audit), null).findings()).isEmpty();
    }

    @Test
    void saysTryAgainWhileTheStoreIsAwayAndTheRetrySettlesIt() {
        Client member = intake.member();
        String household = Bodies.registered(member);
        String key = UUID.randomUUID().toString();
        intake.stopStore();
        Client.Answer away = member.post("/api/v1/needs", Bodies.need(household), key);
        assertThat(away.problem()).isEqualTo("503 temporarily-unavailable");
        assertThat(away.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(intake.withToken("").get("/actuator/health/readiness").status()).isEqualTo(503);
        intake.startStore();
        intake.awaitReady();
        Client.Answer retried = member.post("/api/v1/needs", Bodies.need(household), key);
        assertThat(retried.status()).as(retried.body()).isIn(200, 201);
        assertThat(member.get("/api/v1/needs?household=" + household).json().path("items")).hasSize(1);
    }
}
