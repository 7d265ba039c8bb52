package cn.twonets.standalone.http;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.PostId;
import cn.twonets.standalone.issuer.LocalTokens;
import cn.twonets.standalone.issuer.SigningKey;
import cn.twonets.standalone.place.DataFolder;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a caller does whom a busy product tells to come again. */
class PatientApiTests {
    private static final PostId OPERATOR = new PostId("operator:411082");

    @TempDir
    private Path folder;

    private HttpServer server;
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private volatile int busyAnswers = 2;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            exchange.sendResponseHeaders(keys.size() <= busyAnswers ? 503 : 204, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void asksAgainUnderTheSameKeyUntilTheProductIsNoLongerBusy() throws IOException {
        Answer answer = api().patient(Duration.ofMinutes(1)).post(OPERATOR, "/something", Map.of(), "one-key");
        assertThat(answer.status()).isEqualTo(204);
        assertThat(keys).containsExactly("one-key", "one-key", "one-key");
    }

    @Test
    void takesTheFirstAnswerUnlessToldToBePatient() throws IOException {
        assertThat(api().post(OPERATOR, "/something", Map.of(), "one-key").status()).isEqualTo(503);
        assertThat(keys).hasSize(1);
    }

    @Test
    void givesUpWithTheLastAnswer() throws IOException {
        busyAnswers = Integer.MAX_VALUE;
        assertThat(api().patient(Duration.ofMillis(1)).post(OPERATOR, "/something", Map.of(), "one-key").status())
                .isEqualTo(503);
    }

    private Api api() {
        URI root = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        SigningKey key = SigningKey.of(DataFolder.at(folder).create());
        return new Api(root, new LocalTokens(key, root, Clock.systemUTC()));
    }
}
