package cn.twonets.simulation;

import cn.twonets.delivery.Stored;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.dispatch.casework.AidCase;
import cn.twonets.dispatch.casework.CaseAct;
import cn.twonets.events.AidState;
import cn.twonets.events.CaseState;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.GridLevel;
import cn.twonets.events.Outcome;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import cn.twonets.events.ReferralStatus;
import cn.twonets.events.Topic;
import cn.twonets.intake.needs.Need;
import cn.twonets.resource.referrals.AidRecord;
import cn.twonets.resource.referrals.ReferralAct;
import cn.twonets.simulation.story.Dice;
import cn.twonets.simulation.story.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The faults are over: everything is delivered and swept, what was lost is reconciled, and people bring it to an end. */
final class Drain {
    private static final Step CALM = new Step(Step.Kind.SWEEP, 0, List.of());
    private static final int MOST_ROUNDS = 60;
    /** A sweep that failed on a case looks at it again after five minutes, by a clock that may be half a minute off. */
    private static final Duration LONGEST_POSTPONED = Duration.ofMinutes(6);
    /** Is appointed when nobody is left who may say how it went. */
    private static final String NEWCOMER = "newcomer:" + County.CITY;

    private final World world;
    private final Steps steps;

    Drain(World world) {
        this.world = world;
        this.steps = world.steps;
    }

    void run() {
        world.tell("-- the faults are over");
        steps.people().settleUnanswered(CALM);
        world.now = world.now.plus(LONGEST_POSTPONED);
        settle();
        judge(false);
        reconcile();
        settle();
        judge(true);
        world.tell("-- people bring everything to an end");
        finish();
    }

    private boolean over() {
        return !world.judge.violations().isEmpty();
    }

    private void judge(boolean reconciled) {
        if (!over()) {
            world.judge.afterDrain();
            steps.people().judge();
            world.judge.letters.afterDrain(world.letters.history());
            world.cases.all().forEach(one -> waitsLawfully(one.state()));
            world.needs.all().forEach(one -> agrees(one.state(), reconciled));
        }
    }

    /** Delivers and sweeps until nothing moves any more. */
    private void settle() {
        for (int round = 0; round < MOST_ROUNDS && !over(); round++) {
            long before = versions();
            // Else clocks that differ could for ever stand on both sides of a midnight.
            world.now = world.now.plusSeconds(1);
            for (Instance.Service service : Instance.Service.values()) {
                for (Instance instance : world.instances(service)) {
                    instance.readNews(Integer.MAX_VALUE);
                }
            }
            world.channels.forEach(this::deliverAll);
            steps.sweepOverdue(world.dispatch(0), CALM);
            ResourceInstance resource = world.resource(round % World.INSTANCES);
            steps.sweep("due", resource, CALM, resource.due::run);
            steps.sweep("hold", resource, CALM, resource.holds::run);
            steps.sweep("capacity", resource, CALM, resource.capacity::run);
            for (Instance.Service service : Instance.Service.values()) {
                Instance instance = world.instances(service).get(round % World.INSTANCES);
                for (OutboxAggregates<?, ?, ?> outbox : instance.outboxes) {
                    world.operate(instance, CALM, null, false, () -> {
                        outbox.sweep(Duration.ofSeconds(-60));
                        return true;
                    });
                }
            }
            if (versions() == before && world.channels.stream().noneMatch(channel -> channel.hasPending(world))) {
                return;
            }
        }
        if (!over()) {
            world.judge.violation("I3", "it never comes to rest");
        }
    }

    private long versions() {
        long sum = 0;
        for (Stored<Need> one : world.needs.all()) {
            sum += one.version();
        }
        for (Stored<AidCase> one : world.cases.all()) {
            sum += one.version();
        }
        for (Stored<AidRecord> one : world.aid.all()) {
            sum += one.version();
        }
        return sum + world.pools.all().stream().mapToLong(pool -> pool.version()).sum();
    }

    private void deliverAll(Channel channel) {
        int[] end = channel.position.clone();
        for (int i = 0; i < end.length; i++) {
            end[i] += channel.pending(world, i);
        }
        steps.deliver(channel, world.instances(channel.service).get(0), CALM, end);
    }

    /** What a consumer missed is handed to it again by its ordinary reader: the owner's newest state. */
    private void reconcile() {
        for (Channel channel : world.channels) {
            for (String key : List.copyOf(channel.lost)) {
                ConsumerRecord<byte[], byte[]> newest = null;
                for (int i = 0; i < channel.position.length; i++) {
                    for (ConsumerRecord<byte[], byte[]> record : world.topics.log(channel.topic, i)) {
                        if (!world.topics.isUnreadable(record)
                                && new String(record.key(), StandardCharsets.UTF_8).equals(key)
                                && (newest == null || sequence(record) > sequence(newest))) {
                            newest = record;
                        }
                    }
                }
                ConsumerRecord<byte[], byte[]> found = newest;
                Instance instance = world.instances(channel.service).get(0);
                if (found != null && !over()) {
                    world.tell(channel + " is reconciled for " + key);
                    world.operate(instance, CALM, null, false, () -> {
                        channel.reader(instance).onMessage(List.of(found));
                        return true;
                    });
                }
            }
            channel.lost.clear();
        }
    }

    private static long sequence(ConsumerRecord<byte[], byte[]> record) {
        return record.headers().lastHeader("ce_sequence") == null
                ? 0
                : Long.parseLong(new String(record.headers().lastHeader("ce_sequence").value(),
                        StandardCharsets.UTF_8));
    }

    private void violation(String text) {
        world.judge.violation("I3", text);
    }

    private void waitsLawfully(AidCase one) {
        CaseState shown = one.shown();
        boolean atTop = shown.responsible() != null && shown.responsible().level() == GridLevel.CITY;
        boolean due = shown.dueAt() != null && !shown.dueAt().isAfter(world.now.minusSeconds(60));
        if (shown.status() != CaseStatus.CLOSED && (due && !atTop || one.wakeAt() == null
                || one.wakeAt().isBefore(world.now.minusSeconds(60)))) {
            violation("case " + one.id() + " is " + shown.status() + ", due " + shown.dueAt() + ", looked at "
                    + one.wakeAt() + ", and it is " + world.now);
        }
        if (shown.status() == CaseStatus.CANCELLING && world.channels.stream().allMatch(channel -> channel.lost
                .isEmpty())) {
            violation("case " + one.id() + " is cancelling though everything was delivered");
        }
    }

    private boolean sawAll(Topic topic, Instance.Service service, String key) {
        return world.channels.stream()
                .filter(channel -> channel.topic == topic && channel.service == service)
                .noneMatch(channel -> channel.lost.contains(key));
    }

    /** What the services know of each other agrees, wherever nothing was lost. */
    private void agrees(Need need, boolean reconciled) {
        String id = need.id().value();
        boolean whole = sawAll(Topic.NEEDS, Instance.Service.DISPATCH, id);
        Optional<AidCase> found = world.cases.find(id).map(Stored::state);
        if (found.isEmpty()) {
            if (whole) {
                violation(id + " sits unassigned");
            }
            return;
        }
        AidCase one = found.get();
        CaseState shown = one.shown();
        if (whole && need.withdrawn() && shown.status() != CaseStatus.CLOSED
                && shown.status() != CaseStatus.AWAITING_CONFIRMATION
                && shown.status() != CaseStatus.CANCELLING && one.withdrawalTaken().sequence() < need.wantSequence()) {
            violation(id + " was taken back, and its case is " + shown.status());
        }
        if (whole && shown.status() != CaseStatus.CLOSED && !(shown.category().equals(need.category())
                && shown.aidKinds().equals(need.aidKinds()))) {
            violation(id + " is about " + need.category() + ", its case about " + shown.category());
        }
        if (sawAll(Topic.DISPATCH, Instance.Service.INTAKE, id) && (need.progress() == null
                || need.progress().status() != shown.status() || need.progress().round() != shown.round())) {
            violation(id + " shows " + need.progress() + ", its case is " + shown.status() + " in round "
                    + shown.round());
        }
        if (sawAll(Topic.DISPATCH, Instance.Service.RESOURCE, id) && sawAll(Topic.RESOLUTIONS,
                Instance.Service.DISPATCH, id)) {
            aidAgrees(one, world.aid.find(id).map(Stored::state).orElse(null));
        }
    }

    private void aidAgrees(AidCase one, @org.jspecify.annotations.Nullable AidRecord record) {
        CaseState shown = one.shown();
        if (record == null || record.wanted() == null) {
            violation("the aid side never heard of " + one.id());
            return;
        }
        boolean live = shown.status() == CaseStatus.REFERRED || shown.status() == CaseStatus.CANCELLING;
        if (record.wanted().open() != (shown.status() != CaseStatus.CLOSED)) {
            violation("the aid side has " + one.id() + (record.wanted().open() ? " open" : " closed")
                    + ", it is " + shown.status());
        }
        int wished = shown.wish() == null ? 0 : shown.wish().ordinal();
        if (record.answered() > wished || !live && record.answered() < wished || live && record.answered() == wished) {
            violation("case " + one.id() + " is " + shown.status() + " with wish " + wished
                    + ", the aid side has answered " + record.answered());
        }
        AidState.Referral referral = record.referral();
        boolean underWay = referral != null && (referral.status() == ReferralStatus.OFFERED
                || referral.status() == ReferralStatus.ACCEPTED || referral.status() == ReferralStatus.WAITLISTED);
        boolean matching = record.fit().content() != record.wanted().content();
        if (shown.status() == CaseStatus.REFERRED && !underWay && !matching) {
            violation("case " + one.id() + " waits for wish " + wished + ", the aid side does nothing: " + referral);
        }
        if (underWay && !live) {
            violation("case " + one.id() + " is " + shown.status() + ", and a referral is " + referral.status());
        }
    }

    /** Everybody is willing now. In the end every need is closed and no unit is held. */
    private void finish() {
        Dice dice = new Dice(world.story.seed() + 17);
        for (int round = 0; round < MOST_ROUNDS && !over(); round++) {
            List<AidCase> open = new ArrayList<>();
            world.cases.all().forEach(one -> {
                if (one.state().open()) {
                    open.add(one.state());
                }
            });
            if (open.isEmpty()) {
                world.now = world.now.plus(LONGEST_POSTPONED);
                settle();
                judge(true);
                if (!over() && world.pools.all().stream().anyMatch(pool -> pool.held() > 0)) {
                    world.judge.violation("I7", "every need is closed, and units are held");
                }
                return;
            }
            open.forEach(one -> push(one, dice));
            world.now = world.now.plus(Duration.ofMinutes(2));
            settle();
        }
        if (!over()) {
            violation("people cannot bring it to an end: " + world.cases.all().stream()
                    .map(Stored::state)
                    .filter(AidCase::open)
                    .map(one -> one.id() + " is " + one.status() + " with " + one.shown().responsible())
                    .toList());
        }
    }

    private void push(AidCase one, Dice dice) {
        switch (one.status()) {
            case ASSIGNED, ACKNOWLEDGED, PLANNED -> lead(one, new CaseAct.Resolve("on-the-spot"), dice);
            case RETURNED -> arbitrate(one, dice);
            case REFERRED, CANCELLING -> provide(one, dice);
            case AWAITING_CONFIRMATION -> {
                Need need = world.needs.find(one.id().value()).orElseThrow().state();
                long before = world.needs.find(one.id().value()).orElseThrow().version();
                for (String by : List.of("group-member:" + need.unit(), "village-member:" + need.ancestors().get(1),
                        "village-leader:" + need.ancestors().get(1), "city-leader:" + County.CITY,
                        "city-desk:" + County.CITY, NEWCOMER)) {
                    steps.people().confirm(need, new PostId(by), Outcome.SOLVED, CALM, dice);
                }
                if (world.needs.find(one.id().value()).orElseThrow().version() == before) {
                    steps.people().appoint(new PostId(NEWCOMER), County.CITY, PostCapacity.DEPUTY, CALM);
                }
            }
            case CLOSED -> throw new IllegalStateException("a closed case is open");
        }
    }

    /** Whoever sent it back does not decide; if they have come to stand in for everybody since, somebody is appointed. */
    private void arbitrate(AidCase one, Dice dice) {
        CaseAct act = new CaseAct.Arbitrate(one.shown().responsible().unit());
        lead(one, act, dice);
        steps.people().leader(one.id(), new PostId(NEWCOMER), act, CALM, dice);
        if (world.cases.find(one.id().value()).orElseThrow().state().status() == CaseStatus.RETURNED) {
            steps.people().appoint(new PostId(NEWCOMER), County.CITY, PostCapacity.DEPUTY, CALM);
        }
    }

    private void lead(AidCase one, CaseAct act, Dice dice) {
        for (PostId by : List.of(one.shown().responsible().post(), new PostId("city-leader:" + County.CITY),
                new PostId("city-desk:" + County.CITY))) {
            steps.people().leader(one.id(), by, act, CALM, dice);
        }
    }

    private void provide(AidCase one, Dice dice) {
        AidRecord record = world.aid.find(one.id().value()).map(Stored::state).orElse(null);
        AidState.Referral referral = record == null ? null : record.referral();
        if (referral != null && (referral.status() == ReferralStatus.OFFERED
                || referral.status() == ReferralStatus.ACCEPTED)) {
            steps.people().department(one.id(), referral, new ReferralAct.Deliver(new PostId("department:clerk"),
                    "file:2"), CALM, dice);
        } else {
            lead(one, new CaseAct.Resolve("on-the-spot"), dice);
        }
    }
}
