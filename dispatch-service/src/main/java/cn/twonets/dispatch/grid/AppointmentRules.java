package cn.twonets.dispatch.grid;

import cn.twonets.events.GridLevel;
import cn.twonets.events.PostCapacity;

/** What holds for every appointment, however it is made. */
final class AppointmentRules {
    /** The key of activations on the grid topic, which appointments share. */
    static final String RESERVED_ID = "active";

    private AppointmentRules() {
    }

    /** There are no leaders at group level: a member holds it, or somebody acting. */
    static boolean fits(PostCapacity capacity, GridLevel level) {
        return level != GridLevel.GROUP || capacity == PostCapacity.MEMBER || capacity == PostCapacity.ACTING;
    }
}
