package cn.twonets.delivery.deadletters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A record that a consumer of this service could not read, and what operators did about it. Holds nothing of the record
 * that could be about a person: see {@link Sighting}.
 *
 * @param id {@link SourceId} as text
 * @param topic where it came from
 * @param partition its partition there
 * @param offset its offset there
 * @param consumer who could not read it
 * @param cause why it is here now: why it could not be read, or why the last replay failed
 * @param firstCause why it could not be read at first
 * @param firstSeen when it was first put aside
 * @param lastSeen when it was last put aside
 * @param count how often it was put aside; more than once after a crash or a replay of the whole topic
 * @param lastLetter offset of the newest of its records in the dead letter topic
 * @param shown what may be shown of the record
 * @param state where it stands
 * @param acts what operators did, oldest first, at most the newest {@value #MOST_ACTS}
 * @param version guards writes
 */
public record DeadLetter(
        String id,
        String topic,
        int partition,
        long offset,
        String consumer,
        Cause cause,
        Cause firstCause,
        Instant firstSeen,
        Instant lastSeen,
        int count,
        long lastLetter,
        Shown shown,
        State state,
        List<Act> acts,
        long version) {

    /** So many acts are kept. */
    public static final int MOST_ACTS = 50;

    /** Where a dead letter stands. */
    public enum State {
        /** Somebody should look at it. */
        OPEN,
        /** The consumer has the aggregate's state as the owner knows it, or a newer one. */
        REPLAYED,
        /** Somebody decided that nothing is to be done. */
        DISCARDED
    }

    /** What a replay came to. */
    public enum Result {
        /** The owner's state was handed to the consumer, which took it. */
        APPLIED,
        /** The consumer already has the owner's state, or a newer one. */
        SUPERSEDED,
        /** The consumer failed again; the letter stays open with the new cause. */
        FAILED_AGAIN,
        /** The record names no aggregate, or the owner knows none of that name; the letter stays open. */
        NOTHING_TO_REPLAY,
        /** The owner could not be asked; nothing was done, the letter stays open. */
        OWNER_AWAY
    }

    /**
     * Why it is here.
     *
     * @param code a stable word, such as {@code does-not-fit}
     * @param at the field at fault, as a JSON Pointer of field names that the contracts know; null where none was named
     */
    public record Cause(String code, @Nullable String at) {}

    /**
     * What may be shown of the record.
     *
     * @param key its key, if that is an id of ours that says nothing; null otherwise
     * @param type its event type, if it is one of ours; null otherwise
     * @param event its event id, if it is one of ours; null otherwise
     * @param written when the record was written to its topic; null where that is not known
     * @param payload the structure of its value, without the values
     * @param bytes length of its value
     * @param sha256 SHA-256 of its value, in hexadecimal digits; empty where there is no value
     */
    public record Shown(
            @Nullable String key,
            @Nullable String type,
            @Nullable String event,
            @Nullable Instant written,
            String payload,
            long bytes,
            String sha256) {}

    /**
     * What an operator did. An act is written before its effect, so that no effect is without a name; one without a result
     * was cut short, or is going on.
     *
     * @param id tells it from the others
     * @param kind what
     * @param by the post that did it
     * @param at when it began
     * @param reason for a discard, why; null otherwise
     * @param result for a replay, what it came to; null otherwise, and until it is known
     * @param cause for a replay that failed again, why; null otherwise
     */
    public record Act(
            String id,
            Kind kind,
            String by,
            Instant at,
            @Nullable Reason reason,
            @Nullable Result result,
            @Nullable Cause cause) {

        /** What an operator can do. */
        public enum Kind {
            REPLAY, DISCARD
        }
    }

    /** Why nothing is to be done about a dead letter. */
    public enum Reason {
        /** It was never an event of ours. */
        NOT_OURS,
        /** It was a test. */
        TEST,
        /** The same fact came by another record. */
        DUPLICATE,
        /** The matter was settled in another way. */
        SETTLED_OTHERWISE,
        /** The owner knows no such aggregate. */
        OWNER_UNKNOWN
    }

    /** The entry of a record that is put aside for the first time. */
    static DeadLetter first(Sighting sighting) {
        SourceId source = sighting.source();
        return new DeadLetter(
                source.toString(),
                source.topic(),
                source.partition(),
                source.offset(),
                sighting.consumer(),
                sighting.cause(),
                sighting.cause(),
                sighting.at(),
                sighting.at(),
                1,
                sighting.letter(),
                sighting.shown(),
                State.OPEN,
                List.of(),
                0);
    }

    /**
     * The entry after its record was put aside once more; empty if this sighting has been counted. A record of another
     * content at the same place, after the topics were made anew, is another dead letter: it opens the entry again.
     */
    Optional<DeadLetter> seenAgain(Sighting sighting) {
        boolean same = shown.sha256.equals(sighting.shown().sha256()) && shown.bytes == sighting.shown().bytes();
        if (!same && sighting.at().isAfter(lastSeen)) {
            DeadLetter fresh = first(sighting);
            return Optional.of(
                    new DeadLetter(id, topic, partition, offset, consumer, fresh.cause, fresh.firstCause,
                            fresh.firstSeen, fresh.lastSeen, 1, fresh.lastLetter, fresh.shown, State.OPEN, acts,
                            version + 1));
        }
        if (!same || sighting.letter() <= lastLetter) {
            return Optional.empty();
        }
        return Optional.of(
                new DeadLetter(id, topic, partition, offset, consumer, cause, firstCause, firstSeen,
                        sighting.at().isAfter(lastSeen) ? sighting.at() : lastSeen, count + 1, sighting.letter(), shown,
                        state, acts, version + 1));
    }

    /** With an act begun. */
    DeadLetter begun(Act act) {
        return with(state, cause, and(act));
    }

    /** With the result of a replay; settled by it only while it is open. */
    DeadLetter ended(String act, Result result, @Nullable Cause why) {
        boolean settles = result == Result.APPLIED || result == Result.SUPERSEDED;
        return with(
                settles && state == State.OPEN ? State.REPLAYED : state,
                why != null && state == State.OPEN ? why : cause,
                changed(act, one -> new Act(one.id, one.kind, one.by, one.at, one.reason, result, why)));
    }

    /** Discarded by this act. */
    DeadLetter discarded(Act act) {
        return with(State.DISCARDED, cause, and(act));
    }

    /** The act of that id, if it is still remembered. */
    Optional<Act> act(String wanted) {
        return acts.stream().filter(act -> act.id().equals(wanted)).findFirst();
    }

    private List<Act> changed(String act, UnaryOperator<Act> change) {
        return acts.stream().map(one -> one.id().equals(act) ? change.apply(one) : one).toList();
    }

    private List<Act> and(Act act) {
        List<Act> more = new ArrayList<>(acts);
        more.add(act);
        return more.size() > MOST_ACTS ? more.subList(more.size() - MOST_ACTS, more.size()) : more;
    }

    private DeadLetter with(State next, Cause why, List<Act> done) {
        return new DeadLetter(id, topic, partition, offset, consumer, why, firstCause, firstSeen, lastSeen, count,
                lastLetter, shown, next, List.copyOf(done), version + 1);
    }
}
