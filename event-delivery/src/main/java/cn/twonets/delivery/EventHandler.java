package cn.twonets.delivery;

import cn.twonets.events.Event;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import java.util.List;

/**
 * What a service does about a batch of another's events. Level-triggered: the carried state is the truth, whatever was
 * missed. Returns only when everything that follows is stored and published; throws for infrastructure, and the batch
 * comes again.
 */
@FunctionalInterface
public interface EventHandler<H extends Happening, P extends PublicState> {
    /** @param newest the newest event of each aggregate in the batch, by order and never by offset */
    void handle(List<Event<H, P>> newest);
}
