package cn.twonets.system.operate;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.api.caller.Role;
import cn.twonets.events.PostId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files for docker compose, as far as they can be judged without an engine: that they agree with each other and with
 * the code.
 */
class DeploymentTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Handbook HANDBOOK = new Handbook();
    private static final Pattern SECRET_READ = Pattern.compile("/run/secrets/([a-z][a-z.-]*[a-z])");
    private static final Set<String> SERVICES = Set.of("gateway", "intake", "dispatch", "resource");
    private static final Set<String> ALL = Set.of("kafka", "mongo", "issuer", "gateway", "intake", "dispatch",
            "resource",
            "prometheus", "grafana", "kafka-ui");

    private static Map<String, Object> compose() throws IOException {
        return Handbook.yaml(HANDBOOK.root().resolve("docker-compose.yml"));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> part(String name) throws IOException {
        return (Map<String, Map<String, Object>>) compose().get(name);
    }

    @Test
    void hasEveryPartWithAHealthCheckAndALimit() throws IOException {
        Map<String, Map<String, Object>> services = part("services");
        assertThat(services.keySet()).containsAll(ALL);
        assertThat(services).allSatisfy((name, service) -> assertThat(service)
                .as(name).containsKeys("mem_limit", "healthcheck", "restart"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "intake", "dispatch", "resource"})
    void givesOurServicesNothingToWriteButWhatTheyNeed(String name) throws IOException {
        Map<String, Object> service = part("services").get(name);
        assertThat(service).containsEntry("read_only", true)
                .containsEntry("cap_drop", List.of("ALL"))
                .containsEntry("security_opt", List.of("no-new-privileges:true"));
        String dockerfile = Files.readString(HANDBOOK.root().resolve("Dockerfile"));
        assertThat(dockerfile).contains("USER 10001", "extract --layers");
        // the master keys are a secret; data that they open lie on no volume of intake's
        assertThat(String.valueOf(service.get("volumes")))
                .isEqualTo(name.equals("gateway") ? "null" : "[audit:/audit]");
    }

    @Test
    void startsEachWhenThoseBeforeAreHealthy() throws IOException {
        part("services").forEach((name, service) -> {
            if (service.get("depends_on") instanceof Map<?, ?> before) {
                assertThat(before.values()).as(name).allSatisfy(
                        condition -> assertThat(condition).isEqualTo(Map.of("condition", "service_healthy")));
                assertThat(ALL).as(name).containsAll(before.keySet().stream().map(String::valueOf).toList());
            }
        });
        assertThat(String.valueOf(part("services").get("gateway").get("depends_on")))
                .contains("intake", "dispatch", "resource");
    }

    @Test
    void namesEachImageByAWholeVersion() throws IOException {
        assertThat(part("services")).allSatisfy((name, service) -> assertThat(service.containsKey("build")
                || String.valueOf(service.get("image")).matches(".+:v?\\d+\\.\\d+\\.\\d+")).as(name).isTrue());
        assertThat(Files.readAllLines(HANDBOOK.root().resolve("Dockerfile")))
                .filteredOn(line -> line.startsWith("FROM "))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).containsPattern(":\\d+\\.\\d+\\.\\d+"));
    }

    @Test
    void listensOnTheLoopbackAddressOnly() throws IOException {
        assertThat(part("services")).allSatisfy((name, service) -> {
            if (service.get("ports") instanceof List<?> ports) {
                assertThat(ports).as(name)
                        .allSatisfy(port -> assertThat(String.valueOf(port)).startsWith("127.0.0.1:"));
            }
        });
    }

    @Test
    void mountsEachSecretThatIsReadAndMakesEachThatIsMounted(@TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
        Files.copy(HANDBOOK.root().resolve("deploy/make-secrets"), folder.resolve("make-secrets"));
        Process made = new ProcessBuilder("bash", folder.resolve("make-secrets").toString()).inheritIO().start();
        assertThat(made.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(made.exitValue()).isZero();
        Map<String, Map<String, Object>> secrets = part("secrets");
        for (Map.Entry<String, Map<String, Object>> secret : secrets.entrySet()) {
            String file = (String) secret.getValue().get("file");
            assertThat(file).startsWith("deploy/secrets/");
            assertThat(folder.resolve("secrets").resolve(Path.of(file).getFileName())).as(secret.getKey())
                    .isNotEmptyFile();
        }
        part("services").forEach((name, service) -> {
            Set<String> mounted = new TreeSet<>();
            if (service.get("secrets") instanceof List<?> all) {
                for (Object one : all) {
                    Map<?, ?> named = one instanceof Map<?, ?> map ? map : Map.of("source", one, "target", one);
                    assertThat(secrets).as(name).containsKey(String.valueOf(named.get("source")));
                    mounted.add(String.valueOf(named.get("target")));
                }
            }
            assertThat(mounted).as("of " + name).containsAll(read(String.valueOf(service)));
        });
        Path settings = folder.resolve("secrets/kafka-ui-settings");
        assertThat(part("services").get("kafka-ui") + (Files.exists(settings) ? Files.readString(settings) : ""))
                .as("who looks at topics changes nothing").containsPattern("(?i)readonly[=: ]+true");
        String users = Files.readString(HANDBOOK.root().resolve("deploy/mongo/users.js"));
        assertThat(users).as("what intake needs beside its data").contains("\"compact\"");
    }

    @Test
    void letsNobodyImportTheFirstGridWhomTheOperatorDoesNotName() throws IOException {
        assertThat(((Map<?, ?>) part("services").get("dispatch").get("environment")).get("TWONETS_GRID_FIRST_OFFICE"))
                .isEqualTo("${TWONETS_FIRST_OFFICE:-}");
        assertThat(Files.readString(HANDBOOK.root().resolve("docs/operations.md")))
                .contains("TWONETS_FIRST_OFFICE=assistance-office:");
    }

    private static Set<String> read(String service) {
        Set<String> read = new TreeSet<>();
        Matcher matcher = SECRET_READ.matcher(service);
        while (matcher.find()) {
            read.add(matcher.group(1));
        }
        return read;
    }

    private static JsonNode realm() throws IOException {
        return JSON.readTree(Files.readString(HANDBOOK.root().resolve("deploy/keycloak/twonets-realm.json")));
    }

    private static List<String> texts(JsonNode nodes, String field) {
        List<String> texts = new ArrayList<>();
        nodes.forEach(node -> texts.add(node.path(field).asString("")));
        return texts;
    }

    @Test
    void knowsTheRolesOfTheCodeAndAClientForEachService() throws IOException {
        JsonNode realm = realm();
        assertThat(texts(realm.at("/roles/realm"), "name")).containsExactlyInAnyOrderElementsOf(
                List.of(Role.values()).stream().map(Role::claim).toList());
        assertThat(texts(realm.path("clients"), "clientId")).contains("intake-service", "dispatch-service",
                "resource-service");
        assertThat(realm.at("/clientScopes/0/protocolMappers/0/config/included.custom.audience").asString(""))
                .isEqualTo("twonets");
    }

    @Test
    void namesPostsInTokensWhichOnlyAdministratorsGive() throws IOException {
        JsonNode realm = realm();
        JsonNode subject = realm.at("/clientScopes/0/protocolMappers/1/config");
        assertThat(subject.path("claim.name").asString("")).isEqualTo("sub");
        String attribute = subject.path("user.attribute").asString("");
        // user names cannot hold the colon that posts have
        assertThat(attribute).isEqualTo("post");
        JsonNode profile = JSON.readTree(realm.path("components")
                .path("org.keycloak.userprofile.UserProfileProvider")
                .path(0).path("config").path("kc.user.profile.config").path(0).asString(""));
        JsonNode post = profile.path("attributes").valueStream()
                .filter(one -> one.path("name").asString("").equals(attribute))
                .findFirst()
                .orElseThrow();
        assertThat(post.at("/permissions/edit").toString()).isEqualTo("[\"admin\"]");
        String form = post.at("/validations/pattern/pattern").asString("");
        assertThat("village-leader:411082110213").matches(form);
        assertThat("张三").doesNotMatch(form);
        assertThat(realm.path("users")).allSatisfy(user -> assertThat(
                new PostId(user.at("/attributes/post/0").asString("")).value()).matches(form));
    }

    @Test
    void takesTokensAsTheIssuerNamesItselfInThem() throws IOException {
        Map<String, Map<String, Object>> services = part("services");
        String issuer = String.valueOf(services.get("issuer").get("entrypoint"));
        Matcher hostname = Pattern.compile("--hostname=(\\S+)").matcher(issuer);
        assertThat(hostname.find()).isTrue();
        for (String name : SERVICES) {
            assertThat(((Map<?, ?>) services.get(name).get("environment")).get("TWONETS_ISSUER_URI")).as(name)
                    .isEqualTo(hostname.group(1) + "/realms/twonets");
        }
        // people reach it there, so the port that it listens on for them must be that one
        String port = hostname.group(1).substring(hostname.group(1).lastIndexOf(':') + 1);
        assertThat(String.valueOf(services.get("issuer").get("ports"))).contains("127.0.0.1:" + port + ":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "intake", "dispatch", "resource"})
    void asksEachServiceHowItIsOnAPortThatIsNotPublished(String name) throws IOException {
        Map<?, ?> settings = Handbook.yaml(HANDBOOK.root().resolve(
                (name.equals("gateway") ? name : name + "-service") + "/src/main/resources/" + name + ".yml"));
        Map<?, ?> management = (Map<?, ?>) ((Map<?, ?>) settings.get("management")).get("server");
        String port = String.valueOf(management.get("port"));
        assertThat(management.get("address")).as("elsewhere than in a container").isEqualTo("127.0.0.1");
        assertThat(port).isNotEqualTo(String.valueOf(((Map<?, ?>) settings.get("server")).get("port")));
        Map<String, Object> service = part("services").get(name);
        assertThat(String.valueOf(((Map<?, ?>) service.get("healthcheck")).get("test"))).contains("Health, " + port);
        assertThat(Files.readString(HANDBOOK.prometheus())).contains("[\"" + name + ":" + port + "\"]");
        assertThat(String.valueOf(service.get("ports"))).doesNotContain(port);
    }

    @Test
    void watchesEachServiceWithTheRulesAndDashboards() throws IOException {
        String prometheus = Files.readString(HANDBOOK.prometheus());
        SERVICES.forEach(name -> assertThat(prometheus).contains("service: " + name));
        assertThat(prometheus).contains("alerts.yml");
        assertThat(String.valueOf(part("services").get("grafana").get("volumes")))
                .contains("deploy/grafana/dashboards");
        assertThat(Files.readString(HANDBOOK.root().resolve("deploy/make-secrets")))
                .as("what kafka-ui may do").contains("username=\"ops\"", "readOnly: true");
    }

    @Test
    void letsNobodyUseKafkaButItsUsersWithTheirRights() throws IOException {
        Map<String, Object> kafka = part("services").get("kafka");
        Map<?, ?> settings = (Map<?, ?>) kafka.get("environment");
        assertThat(settings.get("KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND")).isEqualTo("false");
        assertThat(settings.get("KAFKA_SUPER_USERS")).isEqualTo("User:broker");
        assertThat(settings.get("KAFKA_LISTENER_NAME_CLIENT_SASL_ENABLED_MECHANISMS")).isEqualTo("SCRAM-SHA-512");
        assertThat(String.valueOf(settings.get("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP"))).doesNotContain(":PLAINTEXT");
        // whoever logs in by a bare password does so within the container
        assertThat(String.valueOf(settings.get("KAFKA_LISTENERS")))
                .contains("LOCAL://127.0.0.1:", "CONTROLLER://127.0.0.1:");
        assertThat(String.valueOf(kafka.get("volumes"))).contains("./deploy/kafka/rights:/rights:ro");
        for (String service : List.of("intake", "dispatch", "resource")) {
            Map<String, Object> one = part("services").get(service);
            assertThat(String.valueOf(one.get("environment"))).contains("TWONETS_KAFKA_USER=" + service);
            assertThat(String.valueOf(one.get("secrets"))).contains("source=kafka-" + service + "-password");
        }
    }
}
