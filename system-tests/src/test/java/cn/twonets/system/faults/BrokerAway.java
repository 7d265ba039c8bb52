package cn.twonets.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The broker is killed and stays away: intake goes on accepting, and what it accepted is dealt with afterwards. */
final class BrokerAway {
    private static final double PER_SECOND = 20;

    private final SplitProduct product;
    private final Duration away;

    BrokerAway(SplitProduct product, Duration away) {
        this.product = product;
        this.away = away;
    }

    void run() throws Exception {
        EndState state = new EndState(product);
        Ledger ledger = new Ledger(product, "broker-away", "dispute");
        ledger.send(PER_SECOND, Duration.ofSeconds(1));
        product.broker.kill();
        List<Ledger.Told> told = ledger.send(PER_SECOND, away);
        assertThat(told).as("what callers were told while the broker was away: %s", Ledger.statuses(told))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.status()).isEqualTo(201));
        Figures.say("broker away %d s: %d sent, %s, accept %s", away.toSeconds(), told.size(), Ledger.statuses(told),
                Figures.of(Ledger.times(told)));
        long back = System.nanoTime();
        product.broker.restart();
        double ready = Figures.seconds(back);
        Set<String> accepted = new HashSet<>(ledger.accepted().values());
        int backlog = state.missing("dispatch", "cases", accepted).size();
        await("the backlog to drain").atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> state.missing("dispatch", "cases", accepted).isEmpty());
        double drained = Figures.seconds(back);
        Figures.say(
                "broker back after %.1f s; %d needs still without a case then, the last got one after %.1f s: %.0f/s",
                ready, backlog, drained, backlog / Math.max(0.1, drained - ready));
        ledger.settle();
        state.judge(List.of(ledger));
    }
}
