package cn.twonets.reconciliation;

import cn.twonets.delivery.Stored;
import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.events.Event;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A consumer that can say how it stands, without doing anything. Orders alone do not tell: what changes nothing costs no
 * write, so the order noted may be old.
 */
public interface Following<H extends Happening, P extends PublicState> {
    /** Whose states it follows, and what it does about them. */
    Subscription<H, P> subscription();

    /** How it stands to each of these, by the aggregate's id. */
    Map<String, Standing> standings(List<Event<H, P>> states);

    /** What it keeps because its owner said so, in the order of ids, after an id; looks at so many documents. */
    Kept kept(String after, int limit);

    /**
     * Some of what a consumer keeps.
     *
     * @param ids of what its owner must know
     * @param next where to go on; null at the end
     */
    record Kept(List<String> ids, @Nullable String next) {
        /** Those of some aggregates of which a consumer has heard by their owner. */
        public static <S> Kept of(
                OutboxAggregates<S, ?, ?> aggregates, String after, int limit, Predicate<S> heard) {
            List<Stored<S>> page = aggregates.after(after, limit);
            return new Kept(
                    page.stream().filter(stored -> heard.test(stored.state())).map(Stored::id).toList(),
                    page.size() < limit ? null : page.getLast().id());
        }

        /** Of a consumer that keeps nothing whose owner could be another. */
        public static Kept none() {
            return new Kept(List.of(), null);
        }
    }
}
