package cn.twonets.dispatch.grid;

import cn.twonets.events.AppointmentId;
import cn.twonets.events.GridCode;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a file of appointments.
 *
 * @param line where it stands, the header being line 1
 * @param id the appointment
 * @param unit where
 * @param post who
 * @param capacity in which capacity
 * @param validFrom since when; null for "since the import"
 * @param validTo end, exclusive; null while it lasts
 */
public record AppointmentRow(
        long line,
        AppointmentId id,
        GridCode unit,
        PostId post,
        PostCapacity capacity,
        @Nullable Instant validFrom,
        @Nullable Instant validTo) {}
