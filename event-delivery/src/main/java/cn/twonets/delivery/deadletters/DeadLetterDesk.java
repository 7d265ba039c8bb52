package cn.twonets.delivery.deadletters;

import cn.twonets.delivery.deadletters.DeadLetter.Act;
import cn.twonets.delivery.deadletters.DeadLetter.Reason;
import cn.twonets.delivery.deadletters.DeadLetter.Result;
import cn.twonets.delivery.deadletters.DeadLetter.State;
import cn.twonets.delivery.deadletters.DeadLetterBox.Place;
import cn.twonets.delivery.deadletters.DeadLetterBox.Wanted;
import cn.twonets.events.PostId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators can do about dead letters. An act is written before its effect and again with its result, each time
 * guarded, so that it may stop between any two steps and two operators may act at once: the effect can happen twice, which
 * changes nothing, but no act is lost, and a letter is settled once.
 */
public final class DeadLetterDesk {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterDesk.class);

    private final DeadLetterBox box;
    private final Map<String, Redelivery> redeliveries;
    private final Clock clock;
    private final MeterRegistry meters;

    /** @param redeliveries by name of the topic that the letters came from */
    public DeadLetterDesk(
            DeadLetterBox box,
            Map<String, Redelivery> redeliveries,
            Clock clock,
            MeterRegistry meters) {
        this.box = box;
        this.redeliveries = Map.copyOf(redeliveries);
        this.clock = clock;
        this.meters = meters;
    }

    /** What became of an act. */
    public sealed interface Answer {
        /**
         * It was done.
         *
         * @param letter as it is now
         * @param act with its result
         */
        record Done(DeadLetter letter, Act act) implements Answer {}

        /** There is no such letter here. */
        record Unknown() implements Answer {}

        /** It was settled before, perhaps just now by somebody else. */
        record Settled(State state) implements Answer {}

        /** The act's id was used for another act on the same letter. */
        record IdReused() implements Answer {}
    }

    /** One letter. */
    public Optional<DeadLetter> find(String id) {
        return box.find(id);
    }

    /** Letters that fit, the newest first. */
    public List<DeadLetter> list(Wanted wanted, @Nullable Place after, int limit) {
        return box.list(wanted, after, limit);
    }

    /**
     * Hands what the owner knows now to the consumer that failed.
     *
     * @param act tells this act from others: the same again gives the same answer
     */
    public Answer replay(String id, PostId by, String act) {
        Act fresh = new Act(act, Act.Kind.REPLAY, by.value(), clock.instant(), null, null, null);
        Answer begun = write(id, fresh, letter -> letter.begun(fresh));
        if (!(begun instanceof Answer.Done first) || isOver(first.act())) {
            return begun;
        }
        Redelivery redelivery = redeliveries.get(first.letter().topic());
        Redelivery.Outcome outcome = redelivery == null
                ? Redelivery.Outcome.of(Result.NOTHING_TO_REPLAY)
                : redelivery.again(first.letter());
        while (true) {
            DeadLetter now = box.find(id).orElseThrow();
            DeadLetter after = now.ended(act, outcome.result(), outcome.cause());
            if (box.replace(now, after)) {
                count(after, "replays", "result", outcome.result().name());
                LOG.info("Dead letter {}:{} replayed by {}: {}", after.consumer(), id, by, outcome.result());
                return new Answer.Done(
                        after,
                        new Act(act, fresh.kind(), fresh.by(), fresh.at(), null, outcome.result(), outcome.cause()));
            }
        }
    }

    /**
     * Decides that nothing is to be done about a letter.
     *
     * @param act tells this act from others: the same again gives the same answer
     */
    public Answer discard(String id, PostId by, Reason reason, String act) {
        Act fresh = new Act(act, Act.Kind.DISCARD, by.value(), clock.instant(), reason, null, null);
        Answer answer = write(id, fresh, letter -> letter.discarded(fresh));
        if (answer instanceof Answer.Done done && done.act() == fresh) {
            count(done.letter(), "discards", "reason", reason.name());
            LOG.info("Dead letter {}:{} discarded by {}: {}", done.letter().consumer(), id, by, reason);
        }
        return answer;
    }

    private static boolean isOver(Act act) {
        return act.result() != null && act.result() != Result.OWNER_AWAY;
    }

    /** Writes an act on an open letter, unless it is there already. */
    private Answer write(String id, Act act, Function<DeadLetter, DeadLetter> change) {
        while (true) {
            Optional<DeadLetter> found = box.find(id);
            if (found.isEmpty()) {
                return new Answer.Unknown();
            }
            DeadLetter now = found.get();
            Optional<Act> before = now.act(act.id());
            if (before.isPresent()) {
                return before.get().kind() == act.kind() && before.get().reason() == act.reason()
                        ? new Answer.Done(now, before.get())
                        : new Answer.IdReused();
            }
            if (now.state() != State.OPEN) {
                return new Answer.Settled(now.state());
            }
            DeadLetter after = change.apply(now);
            if (box.replace(now, after)) {
                return new Answer.Done(after, act);
            }
        }
    }

    private void count(DeadLetter letter, String what, String tag, String value) {
        meters.counter(
                "twonets.delivery.dead.letters." + what,
                "topic",
                letter.topic(),
                "consumer",
                letter.consumer(),
                tag,
                value.toLowerCase(java.util.Locale.ROOT).replace('_', '-')).increment();
    }
}
