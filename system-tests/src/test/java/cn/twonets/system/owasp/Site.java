package cn.twonets.system.owasp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.PostId;
import cn.twonets.load.ProductProcess;
import cn.twonets.standalone.place.Ports;
import cn.twonets.system.kit.County;
import cn.twonets.system.kit.RunningProduct;
import cn.twonets.system.kit.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The one running product, with impostors between its parts that behave until they are told otherwise, and the people of
 * its county. Limits are set low, so that reaching them takes no crowd.
 */
final class Site implements AutoCloseable {
    static final String VILLAGE = County.VILLAGE;
    static final String FAR_VILLAGE = "411082101001";
    static final String PROVIDER = "housing-bureau";
    static final PostId OFFICE = new PostId("assistance-office:411082");
    static final PostId CLERK = new PostId("department:" + PROVIDER);
    static final PostId OPERATOR = new PostId("operator:411082");
    static final PostId SUPERVISOR = new PostId("supervisor:411082");
    /** Calls of one caller that may be under way at once. */
    static final int UNDER_WAY = 24;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final RunningProduct product;
    final County county;
    final Tokens tokens;
    final Impostor intake;
    final Impostor dispatch;
    final Impostor resource;
    final Impostor issuer;
    private final Path folder;
    private final String outsider;

    Site() {
        try {
            folder = Files.createTempDirectory("owasp");
            int base = ProductProcess.freeBase();
            Ports ports = Ports.from(base);
            intake = new Impostor(ports.intake());
            dispatch = new Impostor(ports.dispatch());
            resource = new Impostor(ports.resource());
            issuer = new Impostor(ports.issuer());
            product = RunningProduct.prepareParts(folder.resolve("county"), base, List.of(
                    "-Dtwonets.intake.uri=" + intake.uri(),
                    "-Dtwonets.dispatch.uri=" + dispatch.uri(),
                    "-Dtwonets.resource.uri=" + resource.uri(),
                    "-Dtwonets.issuer.jwks-uri=" + issuer.uri() + "/jwks",
                    "-Dtwonets.sweeps.facts-retry=2s",
                    "-Dtwonets.gateway.rate.per-second=40",
                    "-Dtwonets.gateway.rate.burst=240",
                    "-Dtwonets.gateway.rate.under-way=" + UNDER_WAY));
            product.restart();
            // where an impostor cuts connections, the door may answer that it does not know what became of a call
            county = new County(product.api().patient(PATIENCE));
            tokens = Tokens.of(product);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String post = "owasp-member:" + FAR_VILLAGE;
        County.ok(county.post(OFFICE, "/api/v1/appointments",
                Map.of("unit", FAR_VILLAGE, "post", post, "capacity", "MEMBER")));
        outsider = tokens.of(post, List.of("grid-member"));
        await("the outsider to be known").atMost(PATIENCE)
                .until(() -> registered(outsider, FAR_VILLAGE).status() == 201);
    }

    URI door() {
        return product.ports().gatewayUri();
    }

    /** The four services at their public ports, by name. */
    Map<String, URI> services() {
        Ports ports = product.ports();
        return Map.of("gateway", ports.gatewayUri(), "intake", ports.intakeUri(), "dispatch", ports.dispatchUri(),
                "resource", ports.resourceUri());
    }

    String token(PostId post) {
        return product.token(post);
    }

    String member() {
        return token(County.VILLAGE_MEMBER);
    }

    String leader() {
        return token(County.VILLAGE_LEADER);
    }

    /** Somebody with an appointment in a village of another town. */
    String outsider() {
        return outsider;
    }

    Wire.Reply get(String token, String target) {
        return Wire.get(door(), target).as(token).send();
    }

    Wire.Reply post(String token, String target, String json) {
        return Wire.to(door(), "POST", target).as(token).keyed().json(json).send();
    }

    /** A household of that village, as that member enters it. */
    Wire.Reply registered(String token, String village) {
        return post(token, "/api/v1/households",
                "{\"unit\":\"" + village + "\",\"personal\":{\"name\":\"样例户\"},\"facts\":{\"members\":1}}");
    }

    String householdOf(String token, String village) {
        Wire.Reply reply = registered(token, village);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return reply.json().path("id").asString();
    }

    /** What a member sends to report one. */
    static String need(String household, String category) {
        return "{\"household\":\"" + household + "\",\"category\":\"" + category + "\",\"basis\":{\"kind\":\"DUTY\"}}";
    }

    String reported(String token, String household, String category) {
        Wire.Reply reply = post(token, "/api/v1/needs", need(household, category));
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return reply.json().path("id").asString();
    }

    /** A case that the village must handle. */
    String freshCase() {
        String id = county.report(county.dangerousHouse(), "dispute");
        county.awaitCase(id, "ASSIGNED");
        return id;
    }

    /** An aid service of the provider's with that many units. */
    String service(int units) {
        return County.ok(county.post(CLERK, "/api/v1/aid-services", Map.of("name", "样例 " + UUID.randomUUID(), "kinds",
                List.of("HOUSING"), "areas", List.of("411082"), "period", "STANDING", "units", units))).path("id")
                .asString();
    }

    /** A referral of that service that the provider is asked for; its id. */
    String offered(String service) {
        String need = county.report(county.dangerousHouse(), "housing");
        county.awaitMatch(need, match -> match.path("matched").asBoolean(false));
        county.refer(need, County.VILLAGE_LEADER, service);
        return county.awaitReferral(need, "requested").path("id").asString();
    }

    JsonNode capacity(String service) {
        return county.read(CLERK, "/api/v1/aid-services/" + service + "/capacity");
    }

    /** The same call, so many times at once. */
    static <T> List<T> atOnce(int times, Callable<T> call) throws Exception {
        return together(Collections.nCopies(times, call));
    }

    static <T> List<T> together(List<Callable<T>> calls) throws Exception {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> answers = new ArrayList<>();
            for (Future<T> answer : callers.invokeAll(calls)) {
                answers.add(answer.get());
            }
            return answers;
        }
    }

    @Override
    public void close() throws Exception {
        try (issuer; resource; dispatch; intake) {
            product.close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        }
    }
}
