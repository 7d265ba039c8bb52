package cn.twonets.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.system.kit.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bson.BsonDocument;

/** Every way between two parts slow, narrow, cut or silent for a while, under a steady stream of needs. */
final class BadNetwork {
    private static final double PER_SECOND = 10;
    private static final Duration LASTING = Duration.ofMillis(1_500);
    private static final Duration USUAL = Duration.ofSeconds(30);

    private final SplitProduct product;
    private final EndState state;

    BadNetwork(SplitProduct product) {
        this.product = product;
        this.state = new EndState(product);
    }

    void slowAndNarrow() {
        Ledger ledger = new Ledger(product, "slow", "dispute");
        product.links().forEach(link -> link.slow(Duration.ofMillis(50)));
        List<Ledger.Told> slow = ledger.send(PER_SECOND, LASTING);
        product.links().forEach(TcpProxy::heal);
        assertThat(slow).as(Ledger.statuses(slow)).allMatch(Ledger.Told::isAccepted);
        Figures.say("every link 50 ms late each way: %s, accept %s", Ledger.statuses(slow),
                Figures.of(Ledger.times(slow)));
        product.links().forEach(link -> link.narrow(20_000));
        List<Ledger.Told> narrow = ledger.send(PER_SECOND, LASTING);
        product.links().forEach(TcpProxy::heal);
        Ledger.requireTruthful(narrow);
        Figures.say("every link 20 KB/s: %s, accept %s", Ledger.statuses(narrow), Figures.of(Ledger.times(narrow)));
        ledger.settle();
        state.judge(List.of(ledger));
    }

    /** One link after another; meanwhile the aid side cannot ask for facts and may not guess. */
    void brokenOneAfterAnother() {
        Ledger ledger = new Ledger(product, "cut", "dispute");
        Ledger housing = new Ledger(product, "no-facts", "housing");
        product.resourceToIntake.cut();
        housing.send(PER_SECOND, Duration.ofMillis(500));
        stillAwaitingFacts(housing);
        Map<String, Consumer<TcpProxy>> ways = new LinkedHashMap<>();
        ways.put("cut", TcpProxy::cut);
        ways.put("silent", TcpProxy::blackHole);
        Map<String, TcpProxy> links = new LinkedHashMap<>();
        links.put("gateway→intake", product.gatewayToIntake);
        links.put("intake→store", product.intakeToStore);
        links.put("dispatch→store", product.dispatchToStore);
        links.put("intake→broker", product.intakeToBroker);
        links.put("dispatch→broker", product.dispatchToBroker);
        long[] factsBack = new long[1];
        ways.forEach((way, make) -> links.forEach((name, link) -> {
            if (factsBack[0] == 0 && way.equals("silent")) {
                stillAwaitingFacts(housing);
                product.resourceToIntake.heal();
                factsBack[0] = System.nanoTime();
            }
            boolean unneeded = name.startsWith("dispatch") || name.endsWith("broker");
            make.accept(link);
            // The link is healed when every call has ended: who is accepted was accepted without it, however slowly.
            ledger.patience(unneeded ? USUAL : LASTING);
            List<Ledger.Told> told = ledger.send(PER_SECOND, LASTING);
            link.heal();
            Ledger.requireTruthful(told);
            if (unneeded) {
                assertThat(told).as("%s %s: %s", name, way, Ledger.statuses(told)).allMatch(Ledger.Told::isAccepted);
            } else if (way.equals("silent")) {
                assertThat(told).as("%s %s: %s", name, way, Ledger.statuses(told)).noneMatch(Ledger.Told::isAccepted);
            }
            Figures.say("%s %s for %d ms: %s, answered after %s", name, way, LASTING.toMillis(), Ledger.statuses(told),
                    Figures.of(Ledger.times(told)));
            ledger.patience(USUAL);
            long back = System.nanoTime();
            await("the next need to be accepted").atMost(Duration.ofSeconds(60))
                    .until(() -> ledger.send().isAccepted());
            Figures.say("  then accepted again after %.1f s", Figures.seconds(back));
        }));
        awaitAid(housing, "to be matched", fit -> {
            assertThat(fit.getBoolean("awaitingFacts").getValue()).isFalse();
            assertThat(fit.getArray("candidates")).isNotEmpty();
        });
        Figures.say("facts to be had again: every need matched %.1f s later", Figures.seconds(factsBack[0]));
        ledger.settle();
        housing.settle();
        state.judge(List.of(ledger, housing));
    }

    private void stillAwaitingFacts(Ledger housing) {
        awaitAid(housing, "to wait for facts", fit -> assertThat(fit.getBoolean("awaitingFacts").getValue()).isTrue());
    }

    private void awaitAid(Ledger ledger, String what, Consumer<BsonDocument> holds) {
        List<String> needs = new ArrayList<>(ledger.accepted().values());
        assertThat(needs).isNotEmpty();
        await("needs " + what).atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(250)).untilAsserted(() -> {
            var records = state.documents("resource", "aid");
            assertThat(records.keySet()).containsAll(needs);
            needs.forEach(need -> holds.accept(records.get(need).getDocument("state").getDocument("fit")));
        });
    }
}
