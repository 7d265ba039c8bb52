package cn.twonets.system.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.system.judge.Canaries;
import cn.twonets.system.judge.Topics;
import cn.twonets.system.kit.RawCall;
import cn.twonets.system.kit.RunningProduct;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every operation of every service, as its OpenAPI document describes it, with good values and bad ones, over one
 * running product. {@code -Dtwonets.fuzz.requests=} and {@code -Dtwonets.fuzz.seed=} make other runs of it.
 */
class ApiFuzzTest {
    private static final int REQUESTS = Integer.getInteger("twonets.fuzz.requests", 2_000);
    private static final long SEED = Long.getLong("twonets.fuzz.seed", 20_261_121L);
    private static final Canaries CANARIES = new Canaries(List.of(GoodValues.CANARY));

    @TempDir
    private static Path folder;

    private static RunningProduct product;

    @BeforeAll
    static void start() throws IOException {
        product = RunningProduct.start(folder.resolve("county"));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (product != null) {
            product.close();
        }
    }

    @Test
    void answersAsItsDocumentsSayWhateverIsSent() throws Exception {
        System.out.println("fuzz api: seed " + SEED + ", " + REQUESTS + " requests");
        SplittableRandom random = new SplittableRandom(SEED);
        Ground ground = new Ground(product);
        Pools pools = new Pools(random.split());
        pools.add("grid-imports", ground.decidedImport());
        PlantedLetters.plant(product.ports().bootstrapServers(), ground.assigned());
        ground.letters(Set.of("intake", "dispatch", "resource"), PlantedLetters.EACH / 2)
                .forEach(id -> pools.add("letters@" + id.substring(0, id.indexOf(':')), id));
        Fuzzer fuzzer = new Fuzzer(product, Documents.of(product), ground, pools, random);
        long begun = System.nanoTime();
        try {
            fuzzer.run(REQUESTS);
        } finally {
            report(fuzzer, Duration.ofNanos(System.nanoTime() - begun));
        }
        assertThat(fuzzer.failures()).as("seed %s", SEED).isEmpty();
        assertThat(fuzzer.coverage().gaps()).isEmpty();
        assertThat(product.isAlive()).isTrue();
        ground.awaitQuiet();
        assertThat(RawCall.to(product.ports().gatewayUri(), "/readyz").send().status())
                .isEqualTo(200);
        saysNothingUnexpected();
        keepsPrivateThingsOutOfTopicsAndMetrics();
    }

    /** Kept however the run ends. */
    private static void report(Fuzzer fuzzer, Duration took) throws IOException {
        String report = fuzzer.coverage().requests() + " requests in " + took.toSeconds()
                + " s, answers by operation:\n" + fuzzer.coverage().report();
        Files.createDirectories(Path.of("target", "fuzz"));
        Files.writeString(Path.of("target", "fuzz", "api.txt"), report + "\n"
                + String.join("\n\n", fuzzer.failures().stream().map(Failure::toString).toList()) + "\n\n"
                + String.join("\n", unexpected()) + "\n");
        System.out.println("fuzz api: " + report);
    }

    private static List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.walk(product.data().resolve("logs"))) {
            return Stream.concat(files.filter(Files::isRegularFile),
                    Stream.of(product.data().resolveSibling(product.data().getFileName() + ".out"))).toList();
        }
    }

    /** What the product itself says of its mistakes: types and places, for whoever reads the report. */
    private static List<String> unexpected() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path log : logs()) {
            new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines()
                    .filter(line -> line.contains("ERROR") || line.contains("Unexpected"))
                    .forEach(lines::add);
        }
        return lines;
    }

    private static void saysNothingUnexpected() throws IOException {
        assertThat(logs()).hasSizeGreaterThan(1);
        for (Path log : logs()) {
            assertThat(CANARIES.in(Files.readAllBytes(log))).as("%s holds what was entered", log).isEmpty();
        }
        assertThat(unexpected()).isEmpty();
    }

    private static void keepsPrivateThingsOutOfTopicsAndMetrics() throws Exception {
        Topics topics = new Topics(product.ports().bootstrapServers());
        topics.read(topics.names(), record -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Stream.of(record.key(), record.value()).filter(part -> part != null).forEach(bytes::writeBytes);
            for (Header header : record.headers()) {
                bytes.writeBytes(header.value());
            }
            assertThat(CANARIES.in(bytes.toByteArray())).as("%s@%s", record.topic(), record.offset()).isEmpty();
        });
        for (URI service : product.ports().managementUris().values()) {
            byte[] request = ("GET /actuator/prometheus HTTP/1.1\r\nHost: " + service.getAuthority()
                    + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
            Wire.Reply metrics = Wire.send(service, new Wire.Request(request, false, false), Duration.ofSeconds(30));
            assertThat(metrics.status()).isEqualTo(200);
            assertThat(CANARIES.in(metrics.body())).as("%s", service).isEmpty();
        }
    }
}
