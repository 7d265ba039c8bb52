package cn.twonets.delivery;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All aggregates of one kind: the port through which every state and every event of a service is written.
 *
 * @param <S> the state
 * @param <H> what can happen
 */
public interface Aggregates<S, H> {
    /** Reads one, with majority; empty if there is none. */
    default Optional<Stored<S>> find(String id) {
        return Optional.ofNullable(findAll(List.of(id)).get(id));
    }

    /** Reads many in one query, with majority; absent ones are left out. */
    Map<String, Stored<S>> findAll(Collection<String> ids);

    /**
     * Loads all in one query, decides each, writes all in one unordered bulk of guarded writes, repeats for those that
     * somebody else changed meanwhile, then publishes. Aggregates that a decision leaves unchanged but that still hold
     * unpublished events are published too.
     *
     * @return by id, what became of each
     * @throws PublishingFailedException only with {@link Publish#BEFORE_RETURN}
     */
    <R> Map<String, Changed<S, R>> change(Map<String, Change<S, H, R>> changes, Publish publish);

    /** {@link #change(Map, Publish)} for one. */
    default <R> Changed<S, R> change(String id, Change<S, H, R> change, Publish publish) {
        return this.<R>change(Map.of(id, change), publish).get(id);
    }

    /**
     * The middle of {@link #change}: one unordered bulk of guarded writes of decisions made on {@code read}. For callers
     * that must order their own reads and writes around it. Publishes nothing; see {@link #publish}.
     *
     * @return the ids that somebody else changed meanwhile: read again and decide again
     */
    Set<String> write(List<Pending<S, H>> pending);

    /** Sends what the named aggregates have not yet published, and waits. */
    void publish(Collection<String> ids);

    /** The whole history of one, oldest first, older documents included. */
    List<Stored.HistoryEntry> history(String id);

    /**
     * A decision that waits to be written.
     *
     * @param id the aggregate
     * @param read as it was read; empty for an insert
     * @param cause what made it happen
     * @param decision what to write; one that writes nothing is ignored
     */
    record Pending<S, H>(String id, Optional<Stored<S>> read, Cause cause, Decision<S, H, ?> decision) {}
}
