package cn.twonets.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.load.ProductProcess;
import cn.twonets.standalone.place.Ports;
import cn.twonets.system.kit.RunningProduct;
import cn.twonets.system.kit.TcpProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/** A second resource service in the same groups, with a way to the store of its own: it joins and leaves at bad moments. */
final class SecondInstance implements AutoCloseable {
    private static final double PER_SECOND = 10;
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(3);

    private final SplitProduct product;
    private final EndState state;
    private final Path folder;
    private final int base = ProductProcess.freeBase();
    private final TcpProxy toStore;
    private final TcpProxy toBroker;
    private final List<TcpProxy> doors;

    SecondInstance(SplitProduct product) throws IOException {
        this.product = product;
        this.state = new EndState(product);
        this.folder = product.data.resolveSibling("second-instance");
        Ports first = product.ports();
        Ports second = Ports.from(base);
        toStore = TcpProxy.to(first.store());
        toBroker = TcpProxy.toKafka(first.kafka());
        // It looks for its neighbours on ports beside its own before it starts.
        doors = List.of(
                TcpProxy.at(second.issuer(), first.issuer()),
                TcpProxy.at(second.kafka(), first.kafka()),
                TcpProxy.at(second.store(), first.store()));
        copy(product.data.resolve("issuer"), folder.resolve("issuer"));
    }

    /**
     * The first instance is in back-off, because it alone cannot reach the store, when the second leaves and joins again:
     * what the first had fetched must neither be dropped nor committed past.
     */
    void joinsAndLeavesDuringBackOff() throws Exception {
        Ledger ledger = new Ledger(product, "rebalance", "dispute");
        RunningProduct second = instance(List.of());
        second.restart();
        try {
            ledger.send(PER_SECOND, Duration.ofSeconds(1));
            product.resourceToStore.cut();
            ledger.send(PER_SECOND, Duration.ofSeconds(2));
            awaitBlocked();
            int waiting = missing(ledger).size();
            second.close();
            ledger.send(PER_SECOND, Duration.ofSeconds(2));
            assertThat(missing(ledger)).as("needs that wait while nobody reaches the store").isNotEmpty();
            int alone = missing(ledger).size();
            second.restart();
            await("the second instance to work through its share").atMost(Duration.ofSeconds(60))
                    .until(() -> missing(ledger).size() < alone);
            int shared = missing(ledger).size();
            product.resourceToStore.heal();
            long back = System.nanoTime();
            await("all to be dealt with").atMost(Duration.ofSeconds(90)).until(() -> missing(ledger).isEmpty());
            Figures.say("rebalance during back-off: %d needs waited, %d when the second instance had left, %d when it "
                    + "had joined again; none %.1f s after the first reached the store", waiting, alone, shared,
                    Figures.seconds(back));
        } finally {
            product.resourceToStore.heal();
            second.close();
        }
        ledger.settle();
        state.judge(List.of(ledger));
    }

    /** Each batch takes longer than {@code max.poll.interval.ms}, so that the group goes on without the one who works on it. */
    void isSlowerThanItsPollInterval() throws Exception {
        Ledger ledger = new Ledger(product, "slow-listener", "dispute");
        RunningProduct second = instance(
                List.of("-Dtwonets.kafka.client.max.poll.interval.ms=" + POLL_INTERVAL.toMillis()));
        second.restart();
        try {
            ledger.send(PER_SECOND, Duration.ofSeconds(1));
            toStore.slow(Duration.ofMillis(900));
            long begun = System.nanoTime();
            await("the slow instance to be left behind").atMost(Duration.ofSeconds(90))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> {
                        ledger.send(PER_SECOND, Duration.ofSeconds(1));
                        return second.output().contains("poll timeout has expired");
                    });
            double left = Figures.seconds(begun);
            toStore.heal();
            long back = System.nanoTime();
            await("all to be dealt with").atMost(Duration.ofSeconds(90)).until(() -> missing(ledger).isEmpty());
            Figures.say("listener slower than a poll interval of %d s: left behind after %.1f s, all dealt with %.1f s "
                    + "after the store was fast again", POLL_INTERVAL.toSeconds(), left, Figures.seconds(back));
        } finally {
            toStore.heal();
            second.close();
        }
        ledger.settle();
        state.judge(List.of(ledger));
    }

    private RunningProduct instance(List<String> more) {
        List<String> options = new ArrayList<>(SplitProduct.linkedTo(toStore, toBroker));
        options.add("-Dtwonets.issuer.uri=" + product.ports().issuerUri());
        options.add("-Dtwonets.issuer.jwks-uri=" + product.ports().issuerUri() + "/jwks");
        options.add("-Dtwonets.intake.uri=" + product.ports().intakeUri());
        options.add("-Dtwonets.dispatch.uri=" + product.ports().dispatchUri());
        options.addAll(more);
        return RunningProduct.prepareParts(folder, base, options, "resource");
    }

    private HashSet<String> missing(Ledger ledger) {
        return new HashSet<>(state.missing("resource", "aid", new HashSet<>(ledger.accepted().values())));
    }

    private void awaitBlocked() {
        await("the first instance to be in back-off").atMost(Duration.ofSeconds(60))
                .until(() -> product.resource.output().contains("resource of twonets.dispatch.v1 is blocked"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!Files.exists(to.resolve(file.getFileName()))) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
        }
    }

    @Override
    public void close() {
        doors.forEach(TcpProxy::close);
        toStore.close();
        toBroker.close();
    }
}
