package cn.twonets.system.owasp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.system.owasp.Wire.Reply;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** API8:2023. Every answer protects whoever reads it and tells nothing of what it was made with; nothing is open by chance. */
@ExtendWith(OneSite.class)
class Api8SecurityMisconfigurationTest {
    private static final Pattern INSIDES = Pattern.compile(
            "(?i)exception|stack ?trace|\\bat [a-z]+\\.[a-z.]+\\(|org\\.(apache|springframework)|java\\.|jakarta|tomcat|jackson"
                    + "|cn\\.twonets\\.(?!case|need|aid|referral|grid|household)|mongo|kafka|nimbus|whitelabel|netty|jetty");
    private static final Pattern VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

    private final Site site;

    Api8SecurityMisconfigurationTest(Site site) {
        this.site = site;
    }

    /** One answer of each kind, at each of the ports. */
    private Map<String, Reply> answers() {
        Map<String, Reply> answers = new LinkedHashMap<>();
        String token = site.member();
        site.services().forEach((name, root) -> {
            answers.put(name + " good", name.equals("dispatch")
                    ? Wire.get(root, "/api/v1/cases").as(token).send()
                    : name.equals("resource")
                            ? Wire.get(root, "/api/v1/aid-services").as(token).send()
                            : Wire.get(root, "/api/v1/needs").as(token).send());
            answers.put(name + " ready", Wire.get(root, "/readyz").send());
            answers.put(name + " no token", Wire.get(root, "/api/v1/needs").send());
            answers.put(name + " bad token", Wire.get(root, "/api/v1/needs").as("x.y.z").send());
            answers.put(name + " forbidden", Wire.get(root, "/internal/states").as(token).send());
            answers.put(name + " none", Wire.get(root, "/no/such/thing").as(token).send());
            answers.put(name + " wants a page",
                    Wire.get(root, "/no/such/thing").as(token).header("Accept", "text/html").send());
            answers.put(name + " wants what nobody has",
                    Wire.get(root, "/api/v1/needs").as(token).header("Accept", "application/xml").send());
            answers.put(name + " open and none", Wire.get(root, "/problems/none-of-ours").send());
            answers.put(name + " method", Wire.to(root, "DELETE", "/problems/x").as(token).send());
            answers.put(name + " trace", Wire.to(root, "TRACE", "/").send());
            answers.put(name + " preflight",
                    Wire.to(root, "OPTIONS", "/api/v1/needs").header("Origin", "https://a.example")
                            .header("Access-Control-Request-Method", "POST").send());
            answers.put(name + " too large", Wire.to(root, "POST", "/api/v1/needs").as(token)
                    .header("Content-Type", "application/json").header("Content-Length", "99999999").send());
            answers.put(name + " upload",
                    Wire.to(root, "POST", "/api/v1/needs").as(token).body("image/png", new byte[9]).send());
            answers.put(name + " broken JSON",
                    Wire.to(root, "POST", "/api/v1/needs").as(token).keyed().json("{").send());
            answers.put(name + " trick", Wire.get(root, "/api/v1/..;/x").as(token).send());
            answers.put(name + " bad escape", Wire.get(root, "/%zz").send());
            answers.put(name + " bad line", Wire.line(root, "NONSENSE").send());
            answers.put(name + " bad version", Wire.line(root, "GET / HTTP/9.9").header("Host", "x").send());
            answers.put(name + " bad host", Wire.line(root, "GET / HTTP/1.1").header("Host", "a b").send());
            answers.put(name + " no host", Wire.line(root, "GET / HTTP/1.1").send());
            answers.put(name + " bad length",
                    Wire.to(root, "POST", "/api/v1/needs").header("Content-Length", "-1").send());
            answers.put(name + " smuggled",
                    Wire.to(root, "POST", "/api/v1/needs").as(token).header("Content-Length", "4")
                            .header("Transfer-Encoding", "chunked").raw("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                            .send());
            answers.put(name + " head too large", Wire.get(root, "/").header("X", "x".repeat(20_000)).send());
            answers.put(name + " odd encoding", Wire.get(root, "/").header("Transfer-Encoding", "odd").send());
        });
        answers.put("page", Wire.get(site.door(), "/docs").send());
        answers.put("signpost", Wire.get(site.door(), "/").send());
        answers.put("document", Wire.get(site.door(), "/asyncapi.json").send());
        return answers;
    }

    @Test
    void protectsTheReaderOfEveryAnswer() {
        answers().forEach((what, reply) -> {
            assertThat(reply.status()).as(what).isPositive().isNotEqualTo(500);
            assertThat(reply.header("X-Content-Type-Options")).as(what).isEqualTo("nosniff");
            assertThat(reply.header("X-Frame-Options")).as(what).isEqualTo("DENY");
            assertThat(reply.header("Referrer-Policy")).as(what).isEqualTo("no-referrer");
            assertThat(reply.header("Cross-Origin-Resource-Policy")).as(what).isEqualTo("same-origin");
            assertThat(reply.header("Permissions-Policy")).as(what).contains("camera=()");
            assertThat(reply.header("Content-Security-Policy")).as(what).startsWith("default-src 'none'")
                    .contains("frame-ancestors 'none'").doesNotContain("unsafe", "*", "|");
            if (!what.equals("document")) {
                assertThat(reply.header("Cache-Control")).as(what).contains("no-store");
            }
            if (reply.status() >= 400 && !reply.body().isEmpty()) {
                assertThat(reply.header("Content-Type")).as(what).startsWith("application/problem+json");
                assertThat(reply.json().path("status").asInt()).as(what).isEqualTo(reply.status());
                assertThat(reply.problem()).as(what).isNotEmpty();
            }
        });
        assertThat(answers().values()).extracting(Reply::status).contains(200, 400, 401, 403, 404, 413, 415);
    }

    @Test
    void tellsNothingOfWhatItIsMadeWith() {
        answers().forEach((what, reply) -> {
            assertThat(reply.headers().keySet()).as(what).doesNotContain("server", "x-powered-by", "x-aspnet-version",
                    "via",
                    "x-application-context", "set-cookie");
            String head = reply.headers().toString();
            assertThat(INSIDES.matcher(head).find()).as(what + " " + head).isFalse();
            assertThat(VERSION.matcher(head.replace("127.0.0.1", "")).find()).as(what + " " + head).isFalse();
            if (reply.status() >= 400) {
                assertThat(INSIDES.matcher(reply.body()).find()).as(what + " " + reply.body()).isFalse();
                assertThat(VERSION.matcher(reply.body()).find()).as(what + " " + reply.body()).isFalse();
            }
        });
        assertThat(INSIDES.matcher("java.lang.IllegalStateException: x\n\tat cn.twonets.api.X.y(X.java:1)").find())
                .as("the search itself").isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://elsewhere.example", "null", "http://127.0.0.1:8080", "http://localhost"})
    void speaksWithNoPageOfAnotherOrigin(String origin) {
        site.services().forEach((name, root) -> {
            Reply simple = Wire.get(root, "/problems/not-found").header("Origin", origin).send();
            assertThat(simple.status()).as(name).isEqualTo(200);
            for (String method : new String[]{"GET", "POST", "PATCH"}) {
                Reply preflight = Wire.to(root, "OPTIONS", "/api/v1/needs").header("Origin", origin)
                        .header("Access-Control-Request-Method", method)
                        .header("Access-Control-Request-Headers", "authorization,content-type").send();
                assertThat(preflight.status()).as(name).isEqualTo(403);
                for (Reply reply : List.of(simple, preflight)) {
                    assertThat(reply.headers().keySet()).as(name)
                            .noneMatch(header -> header.startsWith("access-control-"));
                }
            }
        });
        assertThat(Wire.get(site.door(), "/api/v1/needs").as(site.member()).header("Origin", origin).send().status())
                .as("a program may say where it comes from").isEqualTo(200);
    }

    @Test
    void tellsHowItIsOnAPortThatOnlyItsKeepersReach() throws IOException {
        Map<String, URI> management = site.product.ports().managementUris();
        management.forEach((name, root) -> {
            Reply metrics = Wire.get(root, "/actuator/prometheus").send();
            assertThat(metrics.status()).as(name).isEqualTo(200);
            assertThat(metrics.body()).contains("jvm_memory_used_bytes");
            Reply health = Wire.get(root, "/actuator/health/readiness").send();
            assertThat(health.status()).as(name + health.body()).isEqualTo(200);
            assertThat(health.json().path("components").isObject()).as(name + health.body()).isTrue();
            for (String path : new String[]{"env", "heapdump", "threaddump", "loggers", "beans", "configprops",
                    "mappings",
                    "shutdown", "logfile", "caches", "scheduledtasks", "jolokia", "gateway/routes", "refresh",
                    "restart"}) {
                for (String method : new String[]{"GET", "POST"}) {
                    Reply reply = Wire.to(root, method, "/actuator/" + path).as(site.token(Site.OPERATOR)).send();
                    assertThat(reply.status()).as(name + " " + path + " " + reply.body()).isIn(401, 403, 404, 405);
                }
            }
            for (String bad : new String[]{"NONSENSE", "GET /%zz HTTP/1.1", "GET /no/such HTTP/1.1", "TRACE / HTTP/1.1",
                    "POST /actuator/health HTTP/1.1", "DELETE /actuator/prometheus HTTP/1.1"}) {
                Reply reply = Wire.line(root, bad).header("Host", "x").send();
                assertThat(reply.status()).as(bad).isBetween(400, 499);
                assertThat(INSIDES.matcher(reply.body() + reply.headers()).find()).as(reply.body()).isFalse();
                assertThat(reply.header("X-Content-Type-Options")).as(bad).isEqualTo("nosniff");
            }
            assertThat(Wire.get(root, "/api/v1/needs").as(site.member()).send().status()).as("the API is elsewhere")
                    .isEqualTo(404);
        });
        site.services().forEach((name, root) -> {
            for (String path : new String[]{"/actuator", "/actuator/", "/actuator/health", "/actuator/health/readiness",
                    "/actuator/prometheus", "/actuator/env", "/metrics", "/health"}) {
                for (String token : List.of(site.token(Site.OPERATOR), site.member())) {
                    Reply reply = Wire.get(root, path).as(token).send();
                    assertThat(reply.status()).as(name + path + " " + reply.body()).isIn(403, 404);
                }
                Reply anonymous = Wire.get(root, path).send();
                assertThat(anonymous.status()).as(name + path).isIn(401, 404);
            }
            assertThat(Wire.get(root, "/readyz").send().body()).isEqualTo("{\"status\":\"UP\"}");
            assertThat(Wire.get(root, "/livez").send().body()).isEqualTo("{\"status\":\"UP\"}");
        });
        for (InetAddress outside : addressesOfThisMachine()) {
            for (URI root : management.values()) {
                assertThatThrownBy(() -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(new InetSocketAddress(outside, root.getPort()), 2_000);
                    }
                }).as("%s of %s", root, outside).isInstanceOf(IOException.class);
            }
        }
    }

    private static List<InetAddress> addressesOfThisMachine() throws IOException {
        List<InetAddress> found = new ArrayList<>();
        for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
            one.inetAddresses().filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .forEach(found::add);
        }
        return found;
    }

    /** The page is the only thing that a browser may make something of, and only of what lies beside it. */
    @Test
    void servesAPageThatItsOwnRulesLetWork() {
        Reply page = Wire.get(site.door(), "/docs").send();
        assertThat(page.status()).isEqualTo(200);
        String rules = page.header("Content-Security-Policy");
        assertThat(rules).contains("script-src 'self'", "style-src 'self'", "connect-src 'self'");
        assertThat(page.body())
                .doesNotContainPattern("(?i)<script>|<script [^>]*>[^<]|\\son[a-z]+=|style=|javascript:");
        Matcher files = Pattern.compile("(?:src|href)=\"(/docs/[^\"]+)\"").matcher(page.body());
        int count = 0;
        while (files.find()) {
            Reply file = Wire.get(site.door(), files.group(1)).send();
            assertThat(file.status()).as(files.group(1)).isEqualTo(200);
            assertThat(file.header("Content-Type")).as(files.group(1))
                    .matches(files.group(1).endsWith(".css") ? "text/css.*" : "(text|application)/javascript.*");
            count++;
        }
        assertThat(count).isGreaterThanOrEqualTo(3);
        for (String path : new String[]{"/docs/../gateway.yml", "/docs/..%2fgateway.yml", "/docs/%2e%2e/gateway.yml",
                "/docs/..;/gateway.yml", "/docs/%5c..%5cgateway.yml", "/docs/META-INF/MANIFEST.MF", "/docs/swagger-ui/",
                "/docs/index.html%00.css", "/gateway.yml", "/.env", "/.git/config", "/WEB-INF/web.xml",
                "/BOOT-INF/classes/"}) {
            Reply reply = Wire.get(site.door(), path).as(site.member()).send();
            assertThat(reply.status()).as(path).isIn(400, 404);
            assertThat(reply.body()).doesNotContain("spring", "twonets.issuer");
        }
    }
}
