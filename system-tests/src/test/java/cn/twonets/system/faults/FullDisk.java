package cn.twonets.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.system.kit.RawCall;
import cn.twonets.system.kit.RunningProduct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * No more room for a part's files. Two forms: a limit on the size of the files of one process, which needs neither root
 * nor a small disk and fails writes with "file too large"; and a small file system, named by
 * {@code -Dtwonets.faults.small-disk}, that is really full and fails them with "no space left on device".
 */
final class FullDisk {
    private static final double PER_SECOND = 20;
    private static final int ROUNDS = 30;
    private static final int LITTLE = 48 * 1024;
    private static final int BALLAST = 64 * 1024;

    private final SplitProduct product;

    FullDisk(SplitProduct product) {
        this.product = product;
    }

    /** The store ends at once rather than answer for what it could not write; after a restart all that was acknowledged is there. */
    void filesOfTheStoreMayNotGrow() throws Exception {
        Ledger ledger = new Ledger(product, "store-full", "dispute");
        ledger.send(PER_SECOND, Duration.ofSeconds(1));
        limitFiles(product.store, biggest(product.data.resolve("store"), "") + LITTLE);
        List<Ledger.Told> told = sendUntilEnded(ledger, product.store);
        storeEndedReadably();
        Ledger.requireTruthful(told);
        List<Ledger.Told> after = ledger.send(PER_SECOND, Duration.ofSeconds(1));
        Ledger.requireTruthful(after);
        assertThat(after).as("nothing is accepted without a store").noneMatch(Ledger.Told::isAccepted);
        awaitReadiness(503);
        Figures.say("file limit under the store: %s; it ended with %d", Ledger.statuses(told),
                product.store.exitCode());
        product.store.restart();
        recovered(ledger);
    }

    /** The broker ends; intake goes on accepting, and the backlog is sent after a restart. */
    void filesOfTheBrokerMayNotGrow() throws Exception {
        Ledger ledger = new Ledger(product, "broker-full", "dispute");
        ledger.send(PER_SECOND, Duration.ofSeconds(1));
        limitFiles(product.broker, biggest(product.data.resolve("broker"), "twonets.needs.v1") + LITTLE / 8);
        List<Ledger.Told> told = sendUntilEnded(ledger, product.broker);
        brokerEndedReadably();
        told.addAll(ledger.send(PER_SECOND, Duration.ofSeconds(1)));
        assertThat(told).as(Ledger.statuses(told)).allMatch(Ledger.Told::isAccepted);
        Figures.say("file limit under the broker: %s; it ended with %d", Ledger.statuses(told),
                product.broker.exitCode());
        product.broker.restart();
        recovered(ledger);
    }

    /** Everything lies on one small file system, and that is full. */
    void everythingIsFull() throws Exception {
        Ledger ledger = new Ledger(product, "all-full", "dispute");
        ledger.send(PER_SECOND, Duration.ofSeconds(1));
        Path ballast = fill();
        List<Ledger.Told> told = sendUntilEnded(ledger, product.store);
        storeEndedReadably();
        Ledger.requireTruthful(told);
        awaitReadiness(503);
        Figures.say("no space left on device: %s; the store ended with %d, the broker %s", Ledger.statuses(told),
                product.store.exitCode(), product.broker.isAlive() ? "stayed" : "ended too");
        Files.delete(ballast);
        if (!product.broker.isAlive()) {
            product.broker.restart();
        }
        product.store.restart();
        recovered(ledger);
    }

    private void recovered(Ledger ledger) {
        await("readiness").atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(readiness()).isEqualTo(200));
        ledger.settle();
        new EndState(product).judge(List.of(ledger));
    }

    private void storeEndedReadably() {
        assertThat(product.store.exitCode()).isEqualTo(70);
        assertThat(product.store.output()).contains("could not be made durable", "remove the cause and start again");
    }

    private void brokerEndedReadably() {
        assertThat(product.broker.exitCode()).isNotZero();
        assertThat(product.broker.output()).contains("broker stops", "start again");
    }

    /** Sends needs, second after second, until a part has ended. */
    private static List<Ledger.Told> sendUntilEnded(Ledger ledger, RunningProduct part) {
        List<Ledger.Told> told = new ArrayList<>();
        for (int round = 0; round < ROUNDS && part.isAlive(); round++) {
            told.addAll(ledger.send(PER_SECOND, Duration.ofSeconds(1)));
        }
        await("the part whose files may not grow to end").atMost(Duration.ofSeconds(30)).until(() -> !part.isAlive());
        return told;
    }

    private void awaitReadiness(int status) {
        await("readiness " + status).atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(readiness()).isEqualTo(status));
    }

    private int readiness() throws IOException, InterruptedException {
        return RawCall.to(product.ports().intakeUri(), "/readyz").send().status();
    }

    /** Lowers the soft limit only: raising it again would need no privilege either. */
    private static void limitFiles(RunningProduct part, long bytes) throws IOException, InterruptedException {
        Process prlimit = new ProcessBuilder("prlimit", "--pid", String.valueOf(part.pid()), "--fsize=" + bytes + ":")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(prlimit.exitValue()).as("prlimit, of util-linux").isZero();
    }

    private static long biggest(Path folder, String within) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().contains(within) && Files.isRegularFile(file)
                    && !file.toString().endsWith("index"))
                    .mapToLong(FullDisk::size)
                    .max()
                    .orElseThrow();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes until nothing more fits. */
    private Path fill() throws IOException {
        Path ballast = product.data.resolve("ballast");
        byte[] block = new byte[BALLAST];
        Arrays.fill(block, (byte) 7);
        try (var out = Files.newOutputStream(ballast)) {
            while (Files.getFileStore(product.data).getUsableSpace() > LITTLE) {
                out.write(block, 0, (int) Math.min(block.length,
                        Files.getFileStore(product.data).getUsableSpace() - LITTLE / 2));
            }
        }
        return ballast;
    }
}
