package cn.twonets.system.upgrade;

import static cn.twonets.system.kit.County.VILLAGE_MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.contracts.EmbeddedSchema;
import cn.twonets.load.ProductProcess;
import cn.twonets.standalone.place.Ports;
import cn.twonets.system.judge.Stores;
import cn.twonets.system.judge.Topics;
import cn.twonets.system.kit.County;
import cn.twonets.system.reconcile.Reconciled;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * Services of this release start on documents, records and keys that the release before left, which are committed, and
 * finish what it began; what they write is what that release could read. Where {@code -Dtwonets.before} names that release
 * itself, both run side by side as well, and {@code -Dtwonets.before.write=true} has it leave everything anew.
 */
class RollingStartTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String[] SERVICES = {"issuer,intake", "dispatch", "resource", "gateway"};

    @TempDir
    private Path folder;

    @Test
    void goesOnFromWhatTheReleaseBeforeLeft() throws Exception {
        Remains remains = Remains.committed();
        Path data = folder.resolve("county");
        int base = ProductProcess.freeBase();
        Ports ports = Ports.from(base);
        try (ProductProcess infrastructure = ProductProcess.start(Release.now("-Xmx600m"), data, base, "broker",
                "store")) {
            remains.putBack(data, ports);
            assertThat(forms(ports)).containsOnlyKeys("none");
            try (ProductProcess services = ProductProcess.start(Release.now("-Xmx1g"), data, base, "issuer", "intake",
                    "dispatch", "resource", "gateway")) {
                County county = new County(services.api());
                remains.lives().awaitWhereTheyWereLeft(county);
                remains.lives().assertNamed(county);
                // still in the form in which it was left: nobody had a reason to write it
                assertThat(forms(ports)).containsKeys("none", "2");
                remains.lives().goOn(county);
                aNewLife(county);
                everythingAgrees(data, ports);
            }
            theReleaseBeforeCouldReadAllThatIsNew(remains, ports);
            assertThat(new Topics(ports.bootstrapServers()).names()).noneMatch(name -> hasRecords(ports, name));
        }
    }

    private static void aNewLife(County county) {
        Lives.begin(county).goOn(county);
    }

    /** How many documents name which form. */
    private static Map<String, Integer> forms(Ports ports) {
        Map<String, Integer> forms = new TreeMap<>();
        try (Stores stores = new Stores(ports.storeUri())) {
            for (String database : List.of("intake", "dispatch", "resource")) {
                stores.everything(database, named -> {
                    if (named.document().containsKey("history") && named.document().containsKey("version")) {
                        forms.merge(named.document().containsKey("schema")
                                ? String.valueOf(named.document().getNumber("schema").intValue())
                                : "none", 1, Integer::sum);
                    }
                });
            }
        }
        return forms;
    }

    private static boolean hasRecords(Ports ports, String name) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        if (name.endsWith(".dlt")) {
            new Topics(ports.bootstrapServers()).read(List.of(name), found::add);
        }
        return !found.isEmpty();
    }

    /** By the schemas that it came with, and by the headers that its own records had. */
    private static void theReleaseBeforeCouldReadAllThatIsNew(Remains remains, Ports ports) throws Exception {
        Map<String, EmbeddedSchema> schemas = new HashMap<>();
        Remains.schemas().forEach((type, text) -> schemas.put(type, EmbeddedSchema.alone(JSON.readTree(text))));
        Map<String, Set<String>> headers = new HashMap<>();
        Set<String> known = new TreeSet<>();
        remains.records().forEach(told -> {
            headers.computeIfAbsent(told.topic(), topic -> new TreeSet<>(told.headers().keySet()))
                    .retainAll(told.headers().keySet());
            known.add(told.headers().get("ce_id"));
        });
        Map<String, Integer> fresh = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        for (Remains.Told told : Remains.told(ports)) {
            String id = told.headers().get("ce_id");
            if (known.contains(id) || told.topic().equals("twonets.audit.v1")) {
                continue;
            }
            String type = told.headers().get("ce_type");
            fresh.merge(type, 1, Integer::sum);
            if (!schemas.containsKey(type)) {
                faults.add(id + " is of a type that it does not know: " + type);
            } else {
                schemas.get(type).faults(JSON.readTree(told.value())).forEach(fault -> faults.add(id + " " + fault));
            }
            if (!told.headers().keySet().containsAll(headers.getOrDefault(told.topic(), Set.of()))) {
                faults.add(id + " has only " + told.headers().keySet());
            }
        }
        assertThat(faults).isEmpty();
        assertThat(fresh.keySet()).as(fresh.toString()).contains("cn.twonets.need.submitted.v1",
                "cn.twonets.need.outcome-confirmed.v1", "cn.twonets.case.assigned.v1", "cn.twonets.case.resolved.v1",
                "cn.twonets.case.referral-wanted.v1", "cn.twonets.case.closed.v1", "cn.twonets.aid.matched.v1",
                "cn.twonets.referral.offered.v1", "cn.twonets.referral.accepted.v1",
                "cn.twonets.referral.delivered.v1", "cn.twonets.household.registered.v1");
    }

    private static void everythingAgrees(Path data, Ports ports) {
        await("everything to agree").atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    Reconciled found = Reconciled.of(data, ports.gateway(), "--json");
                    assertThat(found.differences()).as(found.out()).isEmpty();
                    assertThat(found.code()).as(found.out()).isZero();
                });
    }

    /** One process after the other is replaced, while needs are under way. */
    @Test
    @EnabledIfSystemProperty(named = Release.BEFORE, matches = ".+")
    void takesOverWhileTheReleaseBeforeStillRuns() throws Exception {
        Path data = folder.resolve("mixed");
        int base = ProductProcess.freeBase();
        Map<String, ProductProcess> running = new LinkedHashMap<>();
        try {
            for (String part : new String[]{"broker", "store"}) {
                running.put(part, ProductProcess.start(Release.before("-Xmx512m"), data, base, part));
            }
            for (String part : SERVICES) {
                running.put(part, ProductProcess.begin(Release.before("-Xmx400m"), data, base, part.split(",")));
            }
            for (String part : SERVICES) {
                running.get(part).awaitReady();
            }
            County county = new County(running.get("gateway").api());
            for (String part : new String[]{"resource", "dispatch", "issuer,intake", "gateway", "broker", "store"}) {
                Lives underWay = Lives.begin(county);
                running.get(part).kill();
                running.put(part, ProductProcess.start(Release.now("-Xmx512m"), data, base, part.split(",")));
                underWay.awaitWhereTheyWereLeft(county);
                underWay.goOn(county);
            }
            Lives last = Lives.begin(county);
            last.assertNamed(county);
            last.goOn(county);
            everythingAgrees(data, Ports.from(base));
        } finally {
            for (ProductProcess one : running.values()) {
                one.close();
            }
        }
    }

    /** The release before runs, is used, loses its broker, takes one more need, and is written down. */
    @Test
    @EnabledIfSystemProperty(named = "twonets.before.write", matches = "true")
    void letsTheReleaseBeforeLeaveItsRemains() throws Exception {
        Path data = folder.resolve("before");
        int base = ProductProcess.freeBase();
        try (ProductProcess store = ProductProcess.start(Release.before("-Xmx400m"), data, base, "store");
                ProductProcess broker = ProductProcess.start(Release.before("-Xmx512m"), data, base, "broker");
                ProductProcess services = ProductProcess.start(Release.before("-Xmx1g"), data, base, "issuer",
                        "intake", "dispatch", "resource", "gateway")) {
            County county = new County(services.api());
            Lives lives = Lives.begin(county);
            Ports ports = services.ports();
            List<Remains.Told> told = Remains.told(ports);
            broker.kill();
            lives.needs().put(Lives.UNHEARD, County.ok(county.post(VILLAGE_MEMBER, "/api/v1/needs",
                    County.need(lives.household(), "dispute", "ORDINARY"))).path("id").asString());
            Remains.taken(lives, told, data, ports).commit();
            Remains.commitSchemas(Release.schemasBefore());
        }
    }
}
