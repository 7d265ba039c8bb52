package cn.twonets.intake.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridDirectory;
import cn.twonets.intake.households.HouseholdRegister;
import cn.twonets.intake.households.Households;
import cn.twonets.intake.needs.NeedDesk;
import cn.twonets.intake.needs.Needs;
import cn.twonets.intake.privacy.Erasure;
import cn.twonets.intake.privacy.HouseholdKeys;
import cn.twonets.intake.privacy.KeptKey;
import cn.twonets.intake.privacy.Safe;
import cn.twonets.intake.privacy.mongo.StoredKeys;
import cn.twonets.intake.testing.Bodies;
import cn.twonets.intake.testing.RunningIntake;
import cn.twonets.intake.testing.Village;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.bson.conversions.Bson;
import org.junit.jupiter.api.Test;

/** Many erasures that were interrupted, on a store that will not write its files anew, with one that cannot be taken away. */
class InterruptedErasuresTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    private static final int MANY = 250;
    private final RunningIntake intake = RunningIntake.shared();
    private final StoredKeys keys = intake.bean(StoredKeys.class);

    @Test
    void eachIsTakenAwayForItselfAndTheFilesAreAskedForOnce() {
        List<HouseholdId> others = IntStream.range(0, MANY)
                .mapToObj("aaa-interrupted-%03d"::formatted)
                .map(HouseholdId::new)
                .toList();
        others.forEach(this::destroy);
        HouseholdId broken = new HouseholdId(Bodies.registered(intake.member()));
        HouseholdId last = new HouseholdId(Bodies.registered(intake.member()));
        write(broken, Updates.set("schema", 99));
        destroy(broken);
        destroy(last);
        AtomicInteger asked = new AtomicInteger();
        ErasureDesk refused = desk(asked);

        refused.finish();

        assertThat(personal(last)).as("the last of all, behind one that fails").isFalse();
        assertThat(personal(broken)).isTrue();
        assertThat(asked).hasValue(1);
        assertThat(left()).containsExactly(broken);
        assertThat(refused.unfinished()).as("in the files, or not taken away").isEqualTo(MANY + 2);

        write(broken, Updates.set("schema", 2));
        intake.bean(ErasureDesk.class).finish();
        assertThat(personal(broken)).isFalse();
        assertThat(refused.unfinished()).isZero();
    }

    /** The running one's parts, but for a store that refuses to compact. */
    private ErasureDesk desk(AtomicInteger asked) {
        HouseholdKeys refusing = (HouseholdKeys) Proxy.newProxyInstance(getClass().getClassLoader(),
                new Class<?>[]{HouseholdKeys.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("rewriteFiles")) {
                        asked.incrementAndGet();
                        return false;
                    }
                    try {
                        return method.invoke(keys, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return new ErasureDesk(intake.bean(Safe.class), refusing, intake.bean(Households.class),
                intake.bean(HouseholdRegister.class), intake.bean(Needs.class), intake.bean(NeedDesk.class),
                intake.bean(GridDirectory.class), intake.bean(Clock.class));
    }

    private void destroy(HouseholdId household) {
        keys.destroy(new KeptKey.Destroyed(household,
                new Erasure(LONG_AGO, new PostId(Village.OFFICE), "household-asked")));
    }

    private List<HouseholdId> left() {
        List<HouseholdId> left = new ArrayList<>();
        keys.notTakenAway(LONG_AGO.plusSeconds(1), null, MANY).forEach(one -> left.add(one.household()));
        return left;
    }

    private boolean personal(HouseholdId household) {
        try (MongoClient client = MongoClients.create(intake.storeConnection())) {
            return client.getDatabase("intake").getCollection("households")
                    .countDocuments(Filters.and(Filters.eq("_id", household.value()),
                            Filters.exists("state.personal"))) == 1;
        }
    }

    private void write(HouseholdId household, Bson change) {
        try (MongoClient client = MongoClients.create(intake.storeConnection())) {
            client.getDatabase("intake").getCollection("households")
                    .updateOne(Filters.eq("_id", household.value()), change);
        }
    }
}
