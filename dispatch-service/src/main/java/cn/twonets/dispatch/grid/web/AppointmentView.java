package cn.twonets.dispatch.grid.web;

import cn.twonets.events.AppointmentId;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridState;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An appointment as it is shown. */
record AppointmentView(
        AppointmentId id,
        GridCode unit,
        PostId post,
        PostCapacity capacity,
        Instant validFrom,
        @Nullable Instant validTo,
        List<GridState.Absence> absences) {

    static AppointmentView of(GridState.Appointment one) {
        return new AppointmentView(one.id(), one.unit(), one.post(), one.capacity(), one.validFrom(), one.validTo(),
                one.absences());
    }
}
