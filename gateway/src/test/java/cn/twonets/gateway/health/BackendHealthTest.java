package cn.twonets.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.api.web.Probes;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** How often a service is asked after its health, whoever asks the door. */
class BackendHealthTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch answers = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile int status = 200;
    private volatile Instant now = Instant.parse("2026-03-02T01:00:00Z");
    private HttpServer service;
    private HttpClient http;
    private BackendHealth health;

    @BeforeEach
    void start() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setExecutor(threads);
        service.createContext(Probes.READY, exchange -> {
            asked.incrementAndGet();
            try {
                answers.await();
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        service.start();
        http = HttpClient.newHttpClient();
        URI uri = URI.create("http://127.0.0.1:" + service.getAddress().getPort());
        health = new BackendHealth(http, uri, new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Instant instant() {
                return now;
            }
        });
    }

    @AfterEach
    void stop() {
        http.close();
        service.stop(0);
        threads.shutdownNow();
    }

    @Test
    void asksOnceForAllThatAskTogether() throws Exception {
        List<Future<Health>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(threads.submit(() -> health.health()));
        }
        answers.countDown();
        for (Future<Health> one : all) {
            assertThat(one.get().getStatus()).isEqualTo(Status.UP);
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void asksAgainAfterASecond() {
        answers.countDown();
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        status = 503;
        now = now.plus(BackendHealth.REMEMBERED).minusMillis(1);
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        now = now.plusMillis(1);
        assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(asked).hasValue(2);
    }
}
