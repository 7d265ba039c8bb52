package cn.twonets.system.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bad network that is not bad would let every test of faults pass. */
class TcpProxyTest {
    private ServerSocket echo;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        echo = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> {
            while (!echo.isClosed()) {
                try {
                    Socket one = echo.accept();
                    Thread.ofVirtual().start(() -> echo(one));
                } catch (IOException e) {
                    assertThat(echo.isClosed()).isTrue();
                }
            }
        });
        proxy = TcpProxy.to(echo.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        echo.close();
    }

    @Test
    void passesBothWaysAndCounts() throws IOException {
        try (Socket client = connect()) {
            assertThat(exchanged(client, 7)).isEqualTo(7);
        }
        assertThat(proxy.connections()).isEqualTo(1);
        assertThat(proxy.bytes()).isEqualTo(2);
    }

    @Test
    void delaysEachWay() throws IOException {
        try (Socket client = connect()) {
            proxy.slow(Duration.ofMillis(150));
            long begun = System.nanoTime();
            assertThat(exchanged(client, 7)).isEqualTo(7);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @Test
    void letsOnlySoManyBytesThrough() throws IOException {
        try (Socket client = connect()) {
            proxy.narrow(1_000);
            long begun = System.nanoTime();
            client.getOutputStream().write(new byte[200]);
            assertThat(client.getInputStream().readNBytes(200)).hasSize(200);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
        }
    }

    @Test
    void swallowsEverythingUntilHealedAndThenDeliversIt() throws IOException {
        try (Socket client = connect()) {
            assertThat(exchanged(client, 1)).isEqualTo(1);
            proxy.blackHole();
            client.setSoTimeout(200);
            assertThatThrownBy(() -> exchanged(client, 2)).isInstanceOf(SocketTimeoutException.class);
            try (Socket another = connect()) {
                another.setSoTimeout(200);
                assertThatThrownBy(() -> exchanged(another, 3)).isInstanceOf(SocketTimeoutException.class);
            }
            client.setSoTimeout(10_000);
            proxy.heal();
            assertThat(client.getInputStream().read()).isEqualTo(2);
        }
    }

    @Test
    void resetsOldAndNewConnectionsWhenCut() throws IOException {
        try (Socket client = connect()) {
            assertThat(exchanged(client, 1)).isEqualTo(1);
            proxy.cut();
            assertThatThrownBy(() -> exchanged(client, 2)).isInstanceOf(SocketException.class);
        }
        assertThatThrownBy(() -> {
            try (Socket client = connect()) {
                if (exchanged(client, 3) < 0) {
                    throw new SocketException("ended");
                }
            }
        }).isInstanceOf(SocketException.class);
        proxy.heal();
        try (Socket client = connect()) {
            assertThat(exchanged(client, 4)).isEqualTo(4);
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setSoTimeout(10_000);
        return client;
    }

    private static int exchanged(Socket client, int value) throws IOException {
        client.getOutputStream().write(value);
        return client.getInputStream().read();
    }

    private static void echo(Socket one) {
        try (one) {
            one.getInputStream().transferTo(one.getOutputStream());
        } catch (IOException e) {
            assertThat(one.isClosed()).isTrue();
        }
    }
}
