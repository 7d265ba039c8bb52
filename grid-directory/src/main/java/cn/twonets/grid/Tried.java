package cn.twonets.grid;

import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import org.jspecify.annotations.Nullable;

/**
 * One line of the explanation of a route: a unit or a post holder that was looked at, and why it was chosen or passed
 * over.
 *
 * @param unit the unit looked at
 * @param level its level; null for a unit that the tree does not know
 * @param post the post holder looked at; null where the line is about the unit
 * @param capacity in which capacity; null where the line is about the unit
 * @param reason {@code chosen}, {@code on-leave}, {@code not-yet}, {@code ended}, {@code member-not-at-this-level},
 *        {@code vacant} (nobody holds the unit now), {@code below-handling-level}, {@code replaced} (the unit has
 *        ended; the way goes on from the one that stands for it), {@code unknown-unit}, {@code last-resort} (chosen
 *        because there was nobody, not even at the top)
 */
public record Tried(
        GridCode unit,
        @Nullable GridLevel level,
        @Nullable PostId post,
        @Nullable PostCapacity capacity,
        String reason) {

    static final String CHOSEN = "chosen";
    static final String LAST_RESORT = "last-resort";

    static Tried unit(GridUnit unit, String reason) {
        return new Tried(unit.code(), unit.level(), null, null, reason);
    }

    static Tried post(GridUnit unit, GridState.Appointment appointment, String reason) {
        return new Tried(unit.code(), unit.level(), appointment.post(), appointment.capacity(), reason);
    }
}
