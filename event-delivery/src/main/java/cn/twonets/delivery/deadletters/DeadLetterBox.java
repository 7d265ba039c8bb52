package cn.twonets.delivery.deadletters;

import cn.twonets.delivery.deadletters.DeadLetter.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a service keeps the entries of its dead letters. Writes are guarded; reads see what a majority has. */
public interface DeadLetterBox {
    /** One entry. */
    Optional<DeadLetter> find(String id);

    /** Keeps a new entry; false if there is one with that id. */
    boolean insert(DeadLetter entry);

    /** Puts {@code after} in the place of {@code before}; false if somebody changed the entry meanwhile. */
    boolean replace(DeadLetter before, DeadLetter after);

    /** Entries that fit, the newest first. */
    List<DeadLetter> list(Wanted wanted, @Nullable Place after, int limit);

    /** How many are open, by topic; counted up to some thousands. */
    Map<String, Long> openByTopic();

    /**
     * Which entries are asked for; null does not matter.
     *
     * @param state where they stand
     * @param topic where they came from
     * @param cause code of the cause that they have now
     */
    record Wanted(@Nullable State state, @Nullable String topic, @Nullable String cause) {}

    /** A place in the order of a list. */
    record Place(Instant firstSeen, String id) {
        /** Where an entry stands. */
        public static Place of(DeadLetter entry) {
            return new Place(entry.firstSeen(), entry.id());
        }
    }
}
