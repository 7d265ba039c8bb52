package cn.twonets.simulation;

import cn.twonets.delivery.Stored;
import cn.twonets.delivery.kafka.DeadLetters;
import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.dispatch.casework.AidCase;
import cn.twonets.events.EventFamily;
import cn.twonets.events.GridEvent;
import cn.twonets.events.GridState;
import cn.twonets.events.NeedId;
import cn.twonets.events.Topic;
import cn.twonets.events.json.EventCodec;
import cn.twonets.intake.needs.Need;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.matching.HouseholdFacts;
import cn.twonets.resource.referrals.AidRecord;
import cn.twonets.simulation.ports.Crashed;
import cn.twonets.simulation.ports.Documents;
import cn.twonets.simulation.ports.Line;
import cn.twonets.simulation.ports.SimulatedPools;
import cn.twonets.simulation.ports.Topics;
import cn.twonets.simulation.story.Dice;
import cn.twonets.simulation.story.Fault;
import cn.twonets.simulation.story.Step;
import cn.twonets.simulation.story.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Everything there is in one simulation: stores, topics, two instances of each service, and the time. */
final class World {
    static final int INSTANCES = 2;
    private static final EventCodec<GridEvent, GridState> GRID = new EventCodec<>(EventFamily.GRID);

    final Story story;
    final County county;
    final Coverage coverage;
    final Judge judge;
    final Topics topics = new Topics();
    final List<GridState.Appointment> gridLog = new ArrayList<>();
    final Documents<Need> needs;
    final Documents<AidCase> cases;
    final Documents<AidRecord> aid;
    final Documents<AidService> services = new Documents<>((before, after) -> {});
    final Documents<GridState.Appointment> appointments = new Documents<>((before, after) -> {});
    final SimulatedPools.Shelf pools;
    final MockProducer<byte[], byte[]> letters = new MockProducer<>(true, null, new ByteArraySerializer(),
            new ByteArraySerializer());
    final DeadLetters deadLetters;
    final List<Channel> channels;
    final Steps steps;
    Instant now;
    private final Map<Instance.Service, List<Instance>> instances = new EnumMap<>(Instance.Service.class);
    private final Deque<Operation> operations = new ArrayDeque<>();
    private final @Nullable List<String> narration;
    private int depth;
    private long registerDown;

    World(Story story, Coverage coverage, boolean narrated) {
        this.story = story;
        this.coverage = coverage;
        this.narration = narrated ? new ArrayList<>() : null;
        Dice dice = new Dice(story.seed() ^ 0x6A09E667F3BCC908L);
        this.now = Instant.parse("2026-03-02T01:00:00Z").plus(Duration.ofHours(dice.below(24 * 200)));
        this.county = new County(dice);
        this.judge = new Judge(this);
        this.needs = new Documents<>(judge::needWritten);
        this.cases = new Documents<>(judge::caseWritten);
        this.aid = new Documents<>(judge::aidWritten);
        this.pools = new SimulatedPools.Shelf(judge.capacity::written);
        this.channels = Channel.all();
        this.deadLetters = new DeadLetters(letters, java.time.Clock.systemUTC(), Channel.METERS);
        for (GridState.Appointment one : county.appointments()) {
            appointments.put(null, new Stored<>(one.id().value(), 1, one.order(), one,
                    List.of(new Stored.HistoryEntry(one.order(), "cn.twonets.appointment.changed.v1", now, "{}", "c")),
                    List.of(), null));
            gridLog.add(one);
        }
        for (Instance.Service service : Instance.Service.values()) {
            List<Instance> some = new ArrayList<>();
            for (int i = 0; i < INSTANCES; i++) {
                some.add(make(service, i + 1, Duration.ofMillis(dice.between(-8000, 8000))));
            }
            instances.put(service, some);
        }
        this.steps = new Steps(this);
        steps.openCatalogue(dice);
    }

    private Instance make(Instance.Service service, int number, Duration skew) {
        return switch (service) {
            case INTAKE -> new IntakeInstance(this, number, skew);
            case DISPATCH -> new DispatchInstance(this, number, skew);
            case RESOURCE -> new ResourceInstance(this, number, skew);
        };
    }

    List<Instance> instances(Instance.Service service) {
        return instances.get(service);
    }

    IntakeInstance intake(int number) {
        return (IntakeInstance) instances.get(Instance.Service.INTAKE).get(number);
    }

    DispatchInstance dispatch(int number) {
        return (DispatchInstance) instances.get(Instance.Service.DISPATCH).get(number);
    }

    ResourceInstance resource(int number) {
        return (ResourceInstance) instances.get(Instance.Service.RESOURCE).get(number);
    }

    /** Takes an event onto its topic. */
    void append(OutgoingEvent event) {
        judge.appended(event);
        if (event.topic().equals(Topic.GRID.topicName())) {
            gridLog.add((GridState.Appointment) GRID.decode(event.key(), event.headers(), event.value()).state());
        } else {
            topics.append(event);
        }
    }

    /** Does one step, with all that goes wrong in the middle of it, and looks whether everything still holds. */
    void perform(@Nullable Step step) {
        if (step == null || !judge.violations().isEmpty()) {
            return;
        }
        depth++;
        steps.perform(step);
        depth--;
        judge.atAnyInstant();
    }

    /**
     * Has an instance do something.
     *
     * @param act the correlation id of a person's act; null for what the product does by itself
     * @param mayBeLate whether nobody waits for the broker in it
     * @return what was answered; null if nothing was
     */
    <T> @Nullable T operate(Instance instance, Step step, @Nullable String act, boolean mayBeLate, Supplier<T> work) {
        if (instance.broker.isSending()) {
            // Here one thread does everything: whoever would wait for the one that sends comes another time.
            tell(instance + " is busy sending");
            return null;
        }
        instance.broker.settleLate((step.dice() & 0x100) == 0);
        if ((step.dice() & 0x600) == 0) {
            instance.broker.letStraysArrive();
        }
        Operation operation = new Operation(instance, step, act, mayBeLate);
        operations.push(operation);
        try {
            return work.get();
        } catch (Crashed e) {
            if (instance.alive) {
                throw e;
            }
            return null;
        } catch (cn.twonets.simulation.ports.Unavailable | cn.twonets.delivery.PublishingFailedException
                | cn.twonets.delivery.ContendedException e) {
            tell("no answer: " + e.getMessage());
            operation.troubles++;
            return null;
        } catch (RuntimeException e) {
            judge.violation("error", instance + " threw " + e + " at " + (e.getStackTrace().length == 0
                    ? "?"
                    : e.getStackTrace()[0]));
            return null;
        } finally {
            operations.pop();
            if (!operations.isEmpty()) {
                instance.broker.settleLate(true);
            }
        }
    }

    Operation operation() {
        Operation current = operations.peek();
        if (current == null) {
            throw new IllegalStateException("nothing is being done");
        }
        return current;
    }

    boolean mayBeLate() {
        return operation().mayBeLate;
    }

    void fault(Fault fault, Line.At at) {
        coverage.fault(operation().instance.service, fault.what(), at);
        if (!fault.what().isMeanwhile()) {
            tell("!! " + fault.what().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ') + " at " + at.name()
                    .toLowerCase(java.util.Locale.ROOT) + " of " + operation().instance);
        } else {
            tell("meanwhile, before " + at.name().toLowerCase(java.util.Locale.ROOT) + " of " + operation().instance
                    + ":");
        }
    }

    /** Kills an instance; another takes its place at once. */
    void kill(Instance instance) {
        instance.alive = false;
        instances.get(instance.service).set(instance.number - 1,
                make(instance.service, instance.number, instance.skew));
    }

    /** The household register, which is sometimes not to be had. */
    Map<NeedId, HouseholdFacts> facts(Collection<NeedId> asked) {
        Map<NeedId, HouseholdFacts> found = new HashMap<>();
        if (now.toEpochMilli() < registerDown) {
            return found;
        }
        for (NeedId need : asked) {
            int hash = Math.floorMod(need.hashCode() * 31 + (int) story.seed(), 4);
            found.put(need, new HouseholdFacts(String.valueOf((char) ('A' + hash)), 400_000L, java.util.Set.of(), 3, 0,
                    true));
        }
        return found;
    }

    void registerIsDownFor(Duration time) {
        registerDown = now.plus(time).toEpochMilli();
    }

    void tell(String line) {
        if (narration != null) {
            narration.add("  ".repeat(Math.max(0, depth - 1)) + line);
        }
    }

    boolean isNarrated() {
        return narration != null;
    }

    List<String> narration() {
        return narration == null ? List.of() : narration;
    }
}
