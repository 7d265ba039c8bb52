package cn.twonets.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.gateway.RunningGateway.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class GatewayTroubleTest {
    private static void assertProblem(Answer answer, int status, String slug) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("/type")).isEqualTo("/problems/" + slug);
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
    }

    @Test
    void opensTheBreakerOfOneServiceAloneAndClosesItAgain() {
        try (RunningGateway gateway = new RunningGateway("--twonets.gateway.patience.window=4",
                "--twonets.gateway.patience.minimum-calls=4", "--twonets.gateway.patience.pause=100ms")) {
            int port = gateway.intake.port();
            gateway.intake.close();
            for (int call = 0; call < 10; call++) {
                assertProblem(gateway.get("/api/v1/needs"), 503, "temporarily-unavailable");
            }
            assertThat(gateway.get("/api/v1/cases").status()).isEqualTo(200);

            try (StubBackend back = new StubBackend(port)) {
                Awaitility.await().until(() -> gateway.get("/api/v1/needs").status() == 200);
                assertThat(back.seen).isNotEmpty();
            }
        }
    }

    @Test
    void asksNothingOfAServiceWhoseBreakerIsOpen() {
        try (RunningGateway gateway = new RunningGateway("--twonets.gateway.patience.window=4",
                "--twonets.gateway.patience.minimum-calls=4", "--twonets.gateway.patience.pause=1h")) {
            int port = gateway.resource.port();
            gateway.resource.close();
            for (int call = 0; call < 4; call++) {
                gateway.get("/api/v1/referrals");
            }
            try (StubBackend back = new StubBackend(port)) {
                Answer answer = gateway.get("/api/v1/referrals");

                assertProblem(answer, 503, "temporarily-unavailable");
                assertThat(answer.header("Retry-After")).isEqualTo("3600");
                assertThat(back.seen).isEmpty();
            }
        }
    }

    @Test
    void doesNotOpenTheBreakerForAnswersOfAnyStatusOrCallersFaults() throws IOException {
        try (RunningGateway gateway = new RunningGateway("--twonets.gateway.patience.window=4",
                "--twonets.gateway.patience.minimum-calls=2")) {
            gateway.intake.answers(exchange -> StubBackend.send(exchange, 500, "{}"));
            for (int call = 0; call < 8; call++) {
                assertThat(gateway.get("/api/v1/needs").status()).isEqualTo(500);
            }
            gateway.intake.answers(exchange -> StubBackend.send(exchange, 200, "{}"));
            for (int call = 0; call < 4; call++) {
                Answer large = gateway.send(gateway.request("/api/v1/needs").POST(BodyPublishers
                        .ofInputStream(() -> new ByteArrayInputStream(new byte[2 * 1024 * 1024]))));
                assertThat(large.status()).isEqualTo(413);
                assertThat(gateway.get("/api/v1/needs?unit=%ff").status()).isEqualTo(400);
                assertThat(gateway.get("/api/v1/needs?%00=1").status()).isEqualTo(400);
                assertThat(gateway.raw("GET /api/v1/needs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        + "Authorization: Bearer " + gateway.issuer.token(RunningGateway.MEMBER, "grid-member")
                        + "\r\nX-Odd: a\u0080b\r\n\r\n")).startsWith("HTTP/1.1 400");
            }
            assertThat(gateway.get("/api/v1/needs").status()).isEqualTo(200);
        }
    }

    @Test
    void neverPassesAPartOfABodyOnAsIfItWereTheWhole() throws IOException {
        byte[] large = new byte[2 * 1024 * 1024];
        try (RunningGateway gateway = new RunningGateway()) {
            int port = gateway.intake.port();
            gateway.intake.close();
            try (Ear intake = new Ear(port)) {
                assertThat(gateway.send(gateway.request("/api/v1/needs")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))).status())
                        .isEqualTo(413);
                assertThat(gateway.send(gateway.request("/api/v1/needs").header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(gzipped(large)))).status()).isEqualTo(413);
                assertThat(gateway.send(gateway.request("/api/v1/needs").header("Content-Encoding", "gzip")
                        .POST(BodyPublishers.ofByteArray(Arrays.copyOf(gzipped(noise(200_000)), 150_000)))).status())
                        .isEqualTo(400);
                gateway.raw("POST /api/v1/needs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + gateway.issuer.token(RunningGateway.MEMBER, "grid-member")
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n" + "x".repeat(0x20000) + "\r\n");
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> intake.heard.size() == 4);
                assertThat(intake.heard).noneMatch(Ear::isWhole);

                assertThat(gateway.send(gateway.request("/api/v1/needs")
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[200_000]))))
                        .status()).isEqualTo(200);
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> intake.heard.size() == 5);
                assertThat(intake.heard.getLast()).matches(Ear::isWhole);
            }
        }
    }

    private static byte[] gzipped(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return bytes.toByteArray();
    }

    /** Bytes that no compression makes fewer. */
    private static byte[] noise(int size) {
        byte[] noise = new byte[size];
        new Random(7).nextBytes(noise);
        return noise;
    }

    @Test
    void answersForAServiceThatDoesNot() {
        CountDownLatch end = new CountDownLatch(1);
        try (RunningGateway gateway = new RunningGateway("--twonets.gateway.patience.answer=300ms")) {
            gateway.dispatch.answers(exchange -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            assertProblem(gateway.get("/api/v1/cases"), 504, "upstream-timeout");

            gateway.resource.answers(exchange -> exchange.close());
            assertProblem(gateway.get("/api/v1/referrals"), 502, "upstream-broken");
            end.countDown();
        }
    }

    @Test
    void turnsAwayWhoComesWhenTooManyCallsOfOneServiceAreUnderWay() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (RunningGateway gateway = new RunningGateway("--twonets.gateway.patience.under-way=3",
                "--twonets.gateway.patience.window=4", "--twonets.gateway.patience.minimum-calls=4",
                "--twonets.gateway.patience.pause=1h");
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            gateway.dispatch.answers(exchange -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                StubBackend.send(exchange, 200, "{}");
            });
            List<Future<Answer>> first = new ArrayList<>();
            for (int call = 0; call < 3; call++) {
                first.add(callers.submit(() -> gateway.get("/api/v1/cases")));
            }
            Awaitility.await().until(() -> gateway.dispatch.seen.size() == 3);

            for (int call = 0; call < 10; call++) {
                assertProblem(gateway.get("/api/v1/cases"), 503, "temporarily-unavailable");
            }
            assertThat(gateway.dispatch.seen).hasSize(3);
            assertThat(gateway.get("/api/v1/needs").status()).isEqualTo(200);

            end.countDown();
            for (Future<Answer> one : first) {
                assertThat(one.get().status()).isEqualTo(200);
            }
            assertThat(gateway.get("/api/v1/cases").status()).as("the breaker never opened").isEqualTo(200);
        } finally {
            end.countDown();
        }
    }

    @Test
    void turnsAwayWhoComesWhenTheDoorIsCrowdedAndStillTellsItsHealth() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        try (RunningGateway gateway = new RunningGateway("--twonets.gateway.crowd.most=2");
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            gateway.backends().forEach(backend -> backend.answers(exchange -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                StubBackend.send(exchange, 200, "{}");
            }));
            Future<Answer> one = callers.submit(() -> gateway.get("/api/v1/needs"));
            Future<Answer> other = callers.submit(() -> gateway.get("/api/v1/cases"));
            Awaitility.await().until(() -> gateway.intake.seen.size() + gateway.dispatch.seen.size() == 2);

            Answer turnedAway = gateway.get("/api/v1/referrals");
            assertProblem(turnedAway, 503, "temporarily-unavailable");
            assertThat(turnedAway.header("Connection")).isEqualTo("close");
            assertThat(gateway.resource.seen).isEmpty();
            assertThat(gateway.send(gateway.anonymous("/livez")).status()).isEqualTo(200);

            end.countDown();
            assertThat(one.get().status()).isEqualTo(200);
            assertThat(other.get().status()).isEqualTo(200);
            assertThat(gateway.get("/api/v1/referrals").status()).isEqualTo(200);
        } finally {
            end.countDown();
        }
    }

    @Test
    void hangsUpOnWhoeverSendsNothingMoreAndBlamesNoServiceForIt() throws IOException {
        try (RunningGateway gateway = new RunningGateway("--server.tomcat.connection-timeout=300ms",
                "--twonets.gateway.patience.window=4", "--twonets.gateway.patience.minimum-calls=2")) {
            String head = "POST /api/v1/needs HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + gateway.issuer.token(RunningGateway.MEMBER, "grid-member")
                    + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n";
            for (int call = 0; call < 4; call++) {
                assertThat(gateway.owing(head)).as("a head without an end").doesNotStartWith("HTTP/1.1 2");
                assertThat(gateway.owing(head + "\r\n{")).as("a body without an end")
                        .doesNotStartWith("HTTP/1.1 2").doesNotContain("HTTP/1.1 500");
            }
            assertThat(gateway.get("/api/v1/needs").status()).as("the breaker never opened").isEqualTo(200);
        }
    }

    @Test
    void limitsWhoeverIsTurnedAwayAndNobodyElseAtThatAddress() {
        try (RunningGateway gateway = new RunningGateway("--twonets.gateway.rate.per-second=1",
                "--twonets.gateway.rate.burst=3")) {
            for (String token : new String[]{"", "not.a.token"}) {
                Answer limited = null;
                for (int call = 0; call < 40 && (limited == null || limited.status() != 429); call++) {
                    limited = gateway.send(gateway.anonymous("/api/v1/needs").header("Authorization",
                            "Bearer " + token));
                    assertThat(limited.status()).isIn(401, 429);
                }
                assertProblem(limited, 429, "too-many-requests");
            }
            assertThat(gateway.get("/api/v1/needs").status()).isEqualTo(200);

            Answer limited = null;
            for (int call = 0; call < 40 && (limited == null || limited.status() != 429); call++) {
                limited = gateway.get("/internal/facts");
                assertThat(limited.status()).isIn(403, 429);
            }
            assertProblem(limited, 429, "too-many-requests");
            assertThat(gateway.send(gateway.anonymous("/livez")).status()).isEqualTo(200);
        }
    }

    @Test
    void limitsEachCallerForItself() {
        try (RunningGateway gateway = new RunningGateway("--twonets.gateway.rate.per-second=1",
                "--twonets.gateway.rate.burst=3")) {
            for (int call = 0; call < 3; call++) {
                assertThat(gateway.get("/api/v1/needs").status()).isEqualTo(200);
            }
            Answer limited = null;
            for (int call = 0; call < 20 && (limited == null || limited.status() != 429); call++) {
                limited = gateway.get("/api/v1/needs");
            }
            assertProblem(limited, 429, "too-many-requests");

            String other = gateway.issuer.token("village-member:411082110214", "grid-member");
            assertThat(gateway.send(gateway.anonymous("/api/v1/needs").header("Authorization", "Bearer " + other))
                    .status()).isEqualTo(200);
            assertThat(gateway.send(gateway.anonymous("/livez")).status()).isEqualTo(200);
        }
    }
}
