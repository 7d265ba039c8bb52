package cn.twonets.system.transport;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.standalone.certificates.SmallAuthority;
import cn.twonets.standalone.place.CertificateFolder;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/healthcheck} runs in a container; here it runs against a port that answers, plainly or by TLS. */
class HealthCheckTest {
    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void prepare() {
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", folder.resolve("health").toString(),
                Path.of("..", "deploy", "healthcheck", "Health.java").toString())).isZero();
        new SmallAuthority(folder.resolve("own")).issue(List.of());
        new SmallAuthority(folder.resolve("other")).issue(List.of());
    }

    private final AtomicInteger status = new AtomicInteger();

    @Test
    void tellsWhetherAPlainServiceIsWell() throws Exception {
        HttpServer server = started(HttpServer.create(ANY, 0));
        try {
            assertThat(check(server, 200, Map.of())).isZero();
            assertThat(check(server, 503, Map.of())).isNotZero();
        } finally {
            server.stop(0);
        }
        assertThat(check(server, 200, Map.of())).as("nothing listens").isNotZero();
    }

    @Test
    void asksAnEncryptedServiceByTlsAndNobodyElseInItsPlace() throws Exception {
        HttpsServer server = HttpsServer.create(ANY, 0);
        server.setHttpsConfigurator(new HttpsConfigurator(CertificateFolder.at(folder.resolve("own")).context()));
        started(server);
        try {
            assertThat(check(server, 200, bundle("own"))).isZero();
            assertThat(check(server, 503, bundle("own"))).isNotZero();
            assertThat(check(server, 200, bundle("other"))).as("another authority").isNotZero();
            assertThat(check(server, 200, Map.of())).as("asked plainly").isNotZero();
        } finally {
            server.stop(0);
        }
    }

    private static Map<String, String> bundle(String authority) {
        return Map.of("TWONETS_TRANSPORT_BUNDLE", "county-net",
                "SPRING_SSL_BUNDLE_PEM_COUNTYNET_TRUSTSTORE_CERTIFICATE",
                folder.resolve(authority).resolve("ca.pem").toString());
    }

    private HttpServer started(HttpServer server) {
        server.createContext("/actuator/health/container", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** What the check ends with while the service answers so. */
    private int check(HttpServer server, int answer, Map<String, String> environment)
            throws IOException, InterruptedException {
        status.set(answer);
        ProcessBuilder command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", folder.resolve("health").toString(), "Health",
                String.valueOf(server.getAddress().getPort()), "container");
        command.environment().putAll(environment);
        Process check = command.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        try {
            assertThat(check.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return check.exitValue();
        } finally {
            check.destroyForcibly();
        }
    }
}
