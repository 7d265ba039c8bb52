package cn.twonets.simulation;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.not;

import cn.twonets.delivery.kafka.BatchReader;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.events.EventOrder;
import cn.twonets.grid.GridDirectory;
import cn.twonets.intake.needs.CaseFollower;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.capacity.Pools;
import cn.twonets.resource.referrals.Advancement;
import cn.twonets.resource.referrals.HoldSweep;
import cn.twonets.resource.referrals.ReferralRules;
import cn.twonets.resource.referrals.Settlement;
import cn.twonets.simulation.MistakenCode.AfterNeeds;
import cn.twonets.simulation.MistakenCode.ClearsWhateverIsThere;
import cn.twonets.simulation.MistakenCode.CommitsFirst;
import cn.twonets.simulation.MistakenCode.ConfirmsAgain;
import cn.twonets.simulation.MistakenCode.DoesNothing;
import cn.twonets.simulation.MistakenCode.GoesPast;
import cn.twonets.simulation.MistakenCode.IsAlwaysPast;
import cn.twonets.simulation.MistakenCode.PublishesFirst;
import cn.twonets.simulation.MistakenCode.ReleasesAgain;
import cn.twonets.simulation.MistakenCode.SaysItArrived;
import cn.twonets.simulation.MistakenCode.SettlesTwice;
import cn.twonets.simulation.MistakenCode.WritesOverAnything;
import cn.twonets.simulation.ports.SimulatedAggregates;
import java.util.Collection;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.asm.AsmVisitorWrapper;
import net.bytebuddy.asm.MemberSubstitution;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** Mistakes that somebody could make in the code that runs in the simulation, and the invariant that must tell of each. */
enum Mistake {
    /** Events are sent when their document has been prepared, not when it has been stored. */
    PUBLISHED_BEFORE_WRITTEN("I4", 1,
            advised(type("cn.twonets.delivery.outbox.Preparation"), "of", PublishesFirst.class)),

    /** The sweep takes the mark off whatever it has sent, arrived or not. */
    CLEARED_BEFORE_ACKNOWLEDGED("I10", 600, advised(OutboxAggregates.class, "arrives", SaysItArrived.class)),

    /** The mark is taken off without looking whether a newer event has come. */
    CLEARED_WITHOUT_SEQUENCE("I10", 350, advised(SimulatedAggregates.class, "clear", ClearsWhateverIsThere.class)),

    /** Intake takes whatever it hears of a case for news. */
    NO_ORDER_IN_INTAKE("I4", 1, newerAlways(CaseFollower.class, "follow")),

    /** Dispatch takes whatever it hears of a need for news. */
    NO_ORDER_OF_NEEDS("I4", 1, newerAlways(type("cn.twonets.dispatch.casework.NeedDecider"), "decide")),

    /** Resource takes whatever it hears of a case for news. */
    NO_ORDER_IN_RESOURCE("I4", 1, newerAlways(ReferralRules.class, "tellsSomethingNew")),

    /** Of the records of one need in a batch, the one that lies last counts, not the newest. */
    COLLAPSED_BY_OFFSET("I3", 125, newerAlways(BatchReader.class, "lambda$onMessage")),

    /** A document is written over whatever somebody else has written meanwhile. */
    UNGUARDED_WRITE("I4", 30, advised(SimulatedAggregates.class, "store", WritesOverAnything.class)),

    /** Whether there is room is looked up; that somebody else took it meanwhile is not. */
    CHECKED_THEN_TAKEN("I5", 110, 8,
            replaced(Advancement.class, "write", Pools.class, "write", "lostNothing", Pools.class,
                    Collection.class)),

    /** The need is read, then the pool. */
    NEED_BEFORE_POOL("I7", 2725, advised(Advancement.class, "advance", AfterNeeds.class),
            replaced(Advancement.class, "advance", Pools.class, "findAll", "poolsAfterNeeds", Pools.class,
                    Collection.class),
            replaced(Advancement.class, "advance", cn.twonets.delivery.Aggregates.class, "findAll", "needsBefore",
                    cn.twonets.delivery.Aggregates.class, Collection.class)),

    /** Holds are settled twice, and settling one once more moves units once more. */
    SETTLED_TWICE("I7", 1, advised(Settlement.class, "settle", SettlesTwice.class),
            advised(Pool.class, "confirm", ConfirmsAgain.class),
            advised(Pool.class, "release", ReleasesAgain.class)),

    /** Nobody looks after holds that were left behind. */
    ORPHAN_HOLD("I7", 27, advised(HoldSweep.class, "run", DoesNothing.class)),

    /** The clock takes every time that it is asked about for past. */
    EARLY_ESCALATION("I8", 1, advised(type("cn.twonets.dispatch.casework.ClockDecider"), "isPast", IsAlwaysPast.class)),

    /** What goes up passes over the next level. */
    SKIPPED_LEVEL("I8", 1, advised(GridDirectory.class, "above", GoesPast.class)),

    /** A batch counts as read before anything was done about it. */
    COMMITTED_BEFORE_EFFECT("I3", 1, advised(Steps.class, "handle", CommitsFirst.class));

    final String invariant;
    /** The seed with which the search for one that shows it begins. */
    final long from;
    /** Needs in each story; 0 for one to four, by seed. */
    final int lives;
    final List<Site> sites;

    Mistake(String invariant, long from, Site... sites) {
        this(invariant, from, 0, sites);
    }

    Mistake(String invariant, long from, int lives, Site... sites) {
        this.invariant = invariant;
        this.from = from;
        this.lives = lives;
        this.sites = List.of(sites);
    }

    /**
     * A place where it is made.
     *
     * @param type the class
     * @param methods which of its methods; there must be one
     * @param change what is changed in them
     */
    record Site(Class<?> type, ElementMatcher<? super MethodDescription> methods, AsmVisitorWrapper change) {}

    private static Site advised(Class<?> type, String method, Class<?> advice) {
        ElementMatcher<MethodDescription> methods = named(method).and(not(MethodDescription::isAbstract));
        return new Site(type, methods, Advice.to(advice).on(methods));
    }

    private static Site newerAlways(Class<?> type, String method) {
        return replaced(type, method, EventOrder.class, "isAfter", "isNews", EventOrder.class, EventOrder.class);
    }

    /** In that method, calls of one method become calls of one of {@link MistakenCode}. */
    private static Site replaced(Class<?> type, String in, Class<?> of, String call, String by, Class<?>... given) {
        try {
            ElementMatcher<MethodDescription> methods = nameStartsWith(in).and(not(isConstructor()));
            return new Site(type, methods, MemberSubstitution.strict()
                    .method(named(call).and(method -> method.getDeclaringType().asErasure().represents(of)))
                    .replaceWith(MistakenCode.class.getMethod(by, given))
                    .on(methods));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
