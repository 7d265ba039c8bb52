package cn.twonets.events;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An aid service as published.
 *
 * @param order order of the event that carries this state
 * @param id the aid service
 * @param provider who gives it
 * @param name its name in Chinese
 * @param kinds the kinds of aid
 * @param areas the grid units that it serves, with everything below them
 * @param capacityStatus {@code capacity}, {@code no-capacity}, {@code waitlist} or
 *        {@code additional-assessment-required}
 */
public record AidServiceState(
        EventOrder order,
        AidServiceId id,
        ProviderId provider,
        String name,
        Set<AidKind> kinds,
        Set<GridCode> areas,
        String capacityStatus) implements PublicState {

    @Override
    public String aggregate() {
        return id.value();
    }

    @Override
    public @Nullable GridCode grid() {
        return null;
    }
}
