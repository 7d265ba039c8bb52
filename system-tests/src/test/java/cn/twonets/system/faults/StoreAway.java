package cn.twonets.system.faults;

import static cn.twonets.system.kit.County.VILLAGE_MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.system.kit.RawCall;
import cn.twonets.system.kit.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The store cannot be had: killed, or there and silent. Nothing is accepted, everything is told to come again. */
final class StoreAway {
    private static final double PER_SECOND = 10;

    private final SplitProduct product;
    private final Duration away;

    StoreAway(SplitProduct product, Duration away) {
        this.product = product;
        this.away = away;
    }

    void killed() throws Exception {
        Ledger ledger = new Ledger(product, "store-killed", "dispute");
        ledger.send(PER_SECOND, Duration.ofSeconds(1));
        product.store.kill();
        List<Ledger.Told> told = ledger.send(PER_SECOND, away);
        readsAreRefusedToo();
        awaitReadiness(503);
        allToldToComeAgain(told, "store killed");
        long back = System.nanoTime();
        product.store.restart();
        double ready = Figures.seconds(back);
        await("the first need to be accepted").atMost(Duration.ofSeconds(60)).until(() -> ledger.send().isAccepted());
        Figures.say("store back after %.1f s, the next need accepted after %.1f s, services not restarted", ready,
                Figures.seconds(back));
        awaitReadiness(200);
        ledger.settle();
        new EndState(product).judge(List.of(ledger));
    }

    /** Writes that were under way when the line went silent arrive in the end: after their callers were told "unknown". */
    void silent() throws Exception {
        Ledger ledger = new Ledger(product, "store-silent", "dispute");
        ledger.send(PER_SECOND, Duration.ofSeconds(1));
        product.toStore().forEach(TcpProxy::blackHole);
        List<Ledger.Told> told = new ArrayList<>(ledger.send(PER_SECOND, Duration.ofSeconds(3)));
        allToldToComeAgain(told, "store silent");
        long back = System.nanoTime();
        product.toStore().forEach(TcpProxy::heal);
        await("the first need to be accepted").atMost(Duration.ofSeconds(60)).until(() -> ledger.send().isAccepted());
        Figures.say("store heard again: the next need accepted after %.1f s", Figures.seconds(back));
        awaitReadiness(200);
        ledger.settle();
        new EndState(product).judge(List.of(ledger));
    }

    private static void allToldToComeAgain(List<Ledger.Told> told, String what) {
        Figures.say("%s: %d sent, %s, refused after %s", what, told.size(), Ledger.statuses(told),
                Figures.of(Ledger.times(told)));
        assertThat(told).as(Ledger.statuses(told)).isNotEmpty().allSatisfy(one -> {
            assertThat(one.status()).as("status of %s", one.key()).isEqualTo(503);
            assertThat(one.retryAfter()).as("Retry-After of %s", one.key()).matches("\\d+");
        });
    }

    private void readsAreRefusedToo() throws Exception {
        RawCall.Response read = RawCall.to(product.ports().gatewayUri(), "/api/v1/needs")
                .bearer(product.gateway.token(VILLAGE_MEMBER))
                .send();
        assertThat(read.status()).isEqualTo(503);
        assertThat(read.headers()).containsKey("retry-after");
    }

    private void awaitReadiness(int status) {
        await("readiness " + status).atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () -> assertThat(
                                RawCall.to(product.ports().intakeUri(), "/readyz").send().status())
                                .isEqualTo(status));
    }
}
