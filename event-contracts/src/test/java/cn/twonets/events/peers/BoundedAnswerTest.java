package cn.twonets.events.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BoundedAnswerTest {
    private static final int MOST = 100_000;

    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            int wanted = Integer.parseInt(path.substring(1));
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                // below zero: for as long as somebody reads
                for (int sent = 0; wanted < 0 || sent < wanted; sent++) {
                    body.write('x');
                }
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        http.close();
    }

    private byte[] read(int size) throws Exception {
        HttpRequest request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + size))
                .build();
        return http.send(request, BoundedAnswer.upTo(MOST)).body();
    }

    @Test
    void readsWhatFits() throws Exception {
        assertThat(read(0)).isEmpty();
        assertThat(read(MOST)).hasSize(MOST).containsOnly('x');
    }

    @Test
    void readsNoFurtherThanItsLimit() {
        assertThatThrownBy(() -> read(MOST + 1)).isInstanceOf(IOException.class).hasMessageContaining("more than");
        assertThatThrownBy(() -> read(-1)).isInstanceOf(IOException.class).hasMessageContaining("more than");
    }
}
