package cn.twonets.system.reconcile;

import static cn.twonets.system.kit.County.VILLAGE_LEADER;
import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.load.ProductProcess;
import cn.twonets.system.kit.County;
import cn.twonets.system.kit.OwnProduct;
import cn.twonets.system.kit.RunningProduct;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Plants every kind of difference in the stores and topics of a running product, behind its back: each is found by its
 * kind, what can be healed is healed through the ordinary ways, what cannot is told, and nothing else is ever reported.
 * The product's own sweeps are slowed down, so that none of them heals a plant before it is looked at.
 */
@OwnProduct
class ReconcileTest {
    private static final List<String> SLOW_SWEEPS = List.of("-Dtwonets.delivery.sweep-every=1h",
            "-Dtwonets.sweeps.holds-every=1h", "-Dtwonets.dispatch.sweep-every=1h");

    @TempDir
    private Path folder;

    @Test
    void findsEveryPlantedDifferenceByItsKindAndHealsWhatCanBeHealed() throws Exception {
        RunningProduct product = RunningProduct.prepareParts(
                folder.resolve("county"), ProductProcess.freeBase(), SLOW_SWEEPS);
        product.restart();
        try (product;
                Sabotage sabotage = new Sabotage(product.ports().storeUri(), product.ports().bootstrapServers())) {
            County county = new County(product.api());
            String household = county.dangerousHouse();
            String closed = closed(county, household);
            String acknowledged = county.report(household, "dispute");
            county.awaitCase(acknowledged, "ASSIGNED");
            county.acknowledge(acknowledged, VILLAGE_LEADER);
            county.awaitNeed(acknowledged, "ACKNOWLEDGED");
            String assigned = apartFrom(closed, county, household, sabotage);
            String offered = county.report(household, "housing");
            county.awaitMatch(offered, match -> !match.path("candidates").isEmpty());
            county.acknowledge(offered, VILLAGE_LEADER);
            county.refer(offered, VILLAGE_LEADER);
            String service = county.awaitReferral(offered, "requested").path("service").asString();
            county.awaitNeed(offered, "REFERRED");

            Reconciled clean = Reconciled.of(product, "--json");
            assertThat(clean.differences()).isEmpty();
            assertThat(clean.code()).isZero();
            assertThat(clean.needs()).matches("(\\d+) = 1 \\+ \\d+ \\+ 0");

            String pool = sabotage.poolOf(service);
            healable(sabotage, closed, acknowledged, assigned, offered, pool);
            assertHealed(product, sabotage.forgetPartitionOf("twonets.needs.v1", assigned).size(), clean.needs());

            reportOnly(product, sabotage, acknowledged, offered, pool);
        }
    }

    /** A need whose topic partition holds none of another's two events: forgetting it loses newest events alone. */
    private static String apartFrom(String closed, County county, String household, Sabotage sabotage) {
        String need = county.report(household, "dispute");
        county.awaitNeed(need, "ASSIGNED");
        return partition(sabotage, need) == partition(sabotage, closed)
                ? apartFrom(closed, county, household, sabotage)
                : need;
    }

    private static int partition(Sabotage sabotage, String need) {
        return sabotage.records("twonets.needs.v1", need).getFirst().partition();
    }

    private static String closed(County county, String household) {
        String need = county.report(household, "dispute");
        county.awaitCase(need, "ASSIGNED");
        county.resolve(need, VILLAGE_LEADER);
        county.confirm(need, "SOLVED");
        county.awaitNeed(need, "CLOSED");
        return need;
    }

    private static void healable(Sabotage sabotage, String closed, String acknowledged, String assigned,
            String offered, String pool) {
        sabotage.unset("intake", "needs", assigned, "state.progress");
        Document need = sabotage.document("intake", "needs", acknowledged);
        Document progress = need.get("state", Document.class).get("progress", Document.class);
        progress.put("order", new Document("epoch", 0).append("sequence", 1L));
        progress.put("status", "ASSIGNED");
        sabotage.put("intake", "needs", need);
        sabotage.markUnpublished("dispatch", "cases", "twonets.dispatch.v1", closed);
        sabotage.holdForNobody(pool, "nobody-0001");
        sabotage.unset("dispatch", "cases", offered, "state.wakeAt");
    }

    private void assertHealed(RunningProduct product, int forgotten, String needs) {
        Map<String, String> planted = new TreeMap<>(Map.of(
                "intake/never-heard", "1 ",
                "intake/behind", "1 ",
                "dispatch/unpublished", "1 ",
                "resource/hold-without-referral", "1 ",
                "dispatch/need-untimed", "1 "));
        planted.put("intake/not-on-topic", forgotten + " ");
        Map<String, String> found = new TreeMap<>(planted);
        found.replaceAll((kind, numbers) -> numbers + numbers.strip());
        Map<String, String> healed = new TreeMap<>(planted);
        healed.replaceAll((kind, numbers) -> numbers + "0");

        Reconciled told = Reconciled.of(product, "--json");
        Reconciled healing = Reconciled.of(product, "--heal", "--json");
        Reconciled after = Reconciled.of(product, "--json");

        assertThat(told.differences()).isEqualTo(found);
        assertThat(told.code()).isEqualTo(1);
        assertThat(healing.differences()).as("found once more, since telling changes nothing; all healed")
                .isEqualTo(healed);
        assertThat(healing.code()).isZero();
        assertThat(healing.needs()).isEqualTo(needs);
        assertThat(after.differences()).isEmpty();
        assertThat(after.code()).isZero();
    }

    private void reportOnly(RunningProduct product, Sabotage sabotage, String acknowledged, String offered, String pool)
            throws Exception {
        Document goodPool = sabotage.document("resource", "pools", pool);
        Document goodNeed = sabotage.document("intake", "needs", acknowledged);
        sabotage.set("intake", "needs", acknowledged, "state.progress.order.sequence", 99L);
        sabotage.forge("twonets.resolutions.v1", offered, "nobody-0002");
        sabotage.loseHold(pool, offered);
        sabotage.changePool(pool, -1, 1);

        Reconciled told = Reconciled.of(product, "--heal", "--json");

        assertThat(told.differences()).isEqualTo(new TreeMap<>(Map.of(
                "intake/ahead", "1 1",
                "resource/unknown-on-topic", "1 1",
                "resource/referral-without-hold", "1 1",
                "resource/pool-given", "1 1")));
        assertThat(told.code()).isEqualTo(1);

        sabotage.put("intake", "needs", goodNeed);
        sabotage.put("resource", "pools", goodPool);
        sabotage.changePool(pool, 1, 0);
        sabotage.changeHold(pool, offered, 1);
        assertThat(Reconciled.of(product, "--json").differences()).isEqualTo(new TreeMap<>(Map.of(
                "resource/unknown-on-topic", "1 1", "resource/pool-sum", "1 1", "resource/hold-amount", "1 1")));

        sabotage.set("resource", "pools", pool, "available", -1);
        sabotage.delete("intake", "needs", acknowledged);
        Reconciled table = Reconciled.of(product);
        assertThat(table.code()).isEqualTo(1);
        assertThat(table.out()).contains("Pool overdrawn", "Unknown to its owner", acknowledged,
                "Record unknown to the store", "nobody-0002", "= 1 ended + ", "+ 0 forgotten",
                "Nothing was changed");
    }
}
