package cn.twonets.system.owasp;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.system.owasp.Wire.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** API9:2023. What is served is what is written down, in one version, and what it is made of is written down too. */
@ExtendWith(OneSite.class)
class Api9ImproperInventoryManagementTest {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    private final Site site;

    Api9ImproperInventoryManagementTest(Site site) {
        this.site = site;
    }

    @Test
    void servesEveryPathThatItDescribesAndGuardsIt() {
        JsonNode paths = Wire.get(site.door(), "/openapi.json").send().json().path("paths");
        assertThat(paths.size()).isGreaterThan(40);
        paths.properties().forEach(path -> path.getValue().propertyNames().forEach(word -> {
            String method = word.toUpperCase(Locale.ROOT);
            assertThat(METHODS).contains(method);
            assertThat(path.getKey()).startsWith("/api/v1/");
            String target = path.getKey().replaceAll("\\{[^}]+}", "abcdefgh");
            Reply nobody = Wire.to(site.door(), method, target).send();
            assertThat(nobody.status()).as(method + " " + target + " " + nobody.body()).isEqualTo(401);
            Reply stranger = Wire.to(site.door(), method, target)
                    .as(site.tokens.of("owasp-stranger:1", List.of("a-role-of-tomorrow"))).send();
            assertThat(stranger.status()).as(method + " " + target + " " + stranger.body()).isIn(403, 404);
        }));
        Map<String, Integer> served = new HashMap<>();
        paths.properties().stream().filter(path -> path.getValue().has("get") && !path.getKey().contains("{")
        // before anybody has asked for a run there is none
                && !path.getKey().endsWith("/latest"))
                .forEach(path -> served.put(path.getKey(), reachable(path.getKey())));
        assertThat(served).isNotEmpty();
        assertThat(served.values()).as("somebody is let in everywhere: %s", served).doesNotContain(401, 403, 404, 405,
                500);
    }

    /** The kindest answer that any of the county's people get. */
    private int reachable(String path) {
        int best = 599;
        for (String token : List.of(site.leader(), site.token(Site.OFFICE), site.token(Site.CLERK),
                site.token(Site.OPERATOR))) {
            best = Math.min(best, site.get(token, path).status());
        }
        return best;
    }

    @Test
    void servesNoMethodThatItDoesNotDescribe() {
        JsonNode paths = Wire.get(site.door(), "/openapi.json").send().json().path("paths");
        paths.properties().forEach(path -> {
            Set<String> missing = new TreeSet<>(METHODS);
            path.getValue().propertyNames().forEach(word -> missing.remove(word.toUpperCase(Locale.ROOT)));
            String target = path.getKey().replaceAll("\\{[^}]+}", "abcdefgh");
            for (String method : missing) {
                // one post for each, so that nobody comes too often
                for (String token : List.of(site.tokens.of("owasp-leader" + target.hashCode(), List.of("grid-leader")),
                        site.tokens.of("owasp-operator" + target.hashCode(), List.of("operator")))) {
                    Reply reply = Wire.to(site.door(), method, target).as(token).keyed().header("If-Match", "*")
                            .json("{}")
                            .send();
                    assertThat(reply.status()).as(method + " " + target + " " + reply.body()).isIn(403, 404, 405);
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api", "/api/", "/api/v1", "/api/v0/needs", "/api/v2/needs", "/api/v1.1/needs",
            "/api/needs", "/v1/needs",
            "/api/beta/needs", "/api/v1/users", "/api/v1/admin", "/api/v1/needs/abcdefgh/history",
            "/api/v1/households/export",
            "/api/v1/openapi", "/api/v1/swagger", "/api/v1/audit", "/api/v1/keys", "/api/v1/backup", "/admin",
            "/console",
            "/swagger-ui.html", "/swagger-ui/index.html", "/swagger-resources", "/v3/api-docs", "/v2/api-docs",
            "/webjars/",
            "/graphql", "/graphiql", "/h2-console", "/metrics", "/prometheus", "/health", "/info", "/env", "/trace",
            "/dump",
            "/jolokia", "/debug", "/debug/pprof", "/server-status", "/login", "/logout", "/oauth2/authorization/x",
            "/token", "/jwks",
            "/.well-known/openid-configuration", "/.well-known/security.txt", "/robots.txt", "/favicon.ico",
            "/index.html",
            "/openapi/intake.json", "/openapi.yaml", "/asyncapi.yaml", "/schemas", "/schemas/", "/test", "/internal"})
    void servesNothingElse(String path) {
        for (String token : List.of(site.token(Site.OPERATOR), site.leader(), site.token(Site.OFFICE))) {
            Reply reply = site.get(token, path);
            assertThat(reply.status()).as(path + " " + reply.body()).isIn(403, 404);
        }
        Reply anonymous = Wire.get(site.door(), path).send();
        assertThat(anonymous.status()).as(path + " " + anonymous.body()).isIn(401, 404);
        assertThat(Wire.get(site.door(), "/openapi.json").send().status()).isEqualTo(200);
    }

    @Test
    void saysWhereItsDescriptionsAre() {
        JsonNode signs = Wire.get(site.door(), "/").send().json();
        for (String sign : new String[]{"page", "document", "events", "health"}) {
            assertThat(Wire.get(site.door(), signs.path(sign).asString()).send().status()).as(sign).isEqualTo(200);
        }
    }

    /** The bill of materials is written by a package build that is not offline; a test run alone has none to look at. */
    @Test
    void namesTheLibrariesThatItIsMadeOf() throws IOException {
        Path file = Path.of("..", "standalone", "target", "twonets", "bom.json");
        Assumptions.assumeTrue(Files.exists(file), "no bill of materials was built; mvn package makes it");
        JsonNode bill = new JsonMapper().readTree(Files.readString(file));
        assertThat(bill.path("bomFormat").asString()).isEqualTo("CycloneDX");
        Set<String> named = new TreeSet<>();
        bill.path("components").forEach(
                one -> named.add(one.path("name").asString() + "-" + one.path("version").asString() + ".jar"));
        Map<String, Set<String>> used = new HashMap<>();
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            Path jar = Path.of(entry);
            for (String library : new String[]{"spring-boot", "spring-security-web", "tomcat-embed-core",
                    "kafka-clients",
                    "mongodb-driver-sync", "tink", "nimbus-jose-jwt", "jackson-databind", "bucket4j_jdk17-core",
                    "httpclient5",
                    "picocli"}) {
                String name = jar.getFileName().toString();
                if (name.matches(library + "-\\d.*\\.jar")) {
                    // there may be two of a name, such as the two generations of Jackson
                    used.computeIfAbsent(library, unseen -> new TreeSet<>()).add(name);
                }
            }
        }
        assertThat(used).hasSize(11);
        used.values().forEach(files -> assertThat(named).containsAll(files));
        assertThat(named).as("nothing that only tests use")
                .noneMatch(name -> name.startsWith("junit-") || name.startsWith("assertj-"));
    }
}
