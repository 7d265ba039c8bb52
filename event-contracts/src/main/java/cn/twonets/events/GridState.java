package cn.twonets.events;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the grid topic carries: units of one tree version, the activation of a version, and appointments. */
public sealed interface GridState extends PublicState {
    /**
     * One unit of one version of the tree.
     *
     * @param order order within the unit's key
     * @param version the tree version that it belongs to
     * @param code the unit's code
     * @param name its name in Chinese
     * @param level its level
     * @param parent the unit above; null at the top
     * @param validFrom since when it exists
     * @param validTo until when it existed; null while it exists
     * @param replacedBy the units that took its place after a merge or split
     */
    record Unit(
            EventOrder order,
            long version,
            GridCode code,
            String name,
            GridLevel level,
            @Nullable GridCode parent,
            Instant validFrom,
            @Nullable Instant validTo,
            List<GridCode> replacedBy) implements GridState {

        @Override
        public String aggregate() {
            return version + "/" + code;
        }

        @Override
        public GridCode grid() {
            return code;
        }
    }

    /**
     * Says that a version of the tree is whole; a reader switches to it when it holds exactly these units.
     *
     * @param order order of activations
     * @param version the version to use
     * @param units how many units it has
     * @param checksum SHA-256 in hex over the units, in code order
     */
    record Activation(EventOrder order, long version, int units, String checksum) implements GridState {
        @Override
        public String aggregate() {
            return "active";
        }

        @Override
        public @Nullable GridCode grid() {
            return null;
        }
    }

    /**
     * A post held at a unit, with its dates and absences.
     *
     * @param order order of this appointment's changes
     * @param id the appointment
     * @param unit the grid unit
     * @param post who holds it; also the subject of tokens
     * @param capacity in which capacity
     * @param validFrom first instant
     * @param validTo end, exclusive; null while it lasts
     * @param absences dated leave, in order
     */
    record Appointment(
            EventOrder order,
            AppointmentId id,
            GridCode unit,
            PostId post,
            PostCapacity capacity,
            Instant validFrom,
            @Nullable Instant validTo,
            List<Absence> absences) implements GridState {

        @Override
        public String aggregate() {
            return id.value();
        }

        @Override
        public GridCode grid() {
            return unit;
        }

        /** Whether the post is held and its holder not on leave at that time. */
        public boolean isPresent(Instant at) {
            return !at.isBefore(validFrom)
                    && (validTo == null || at.isBefore(validTo))
                    && absences.stream().noneMatch(absence -> absence.covers(at));
        }
    }

    /**
     * A dated leave.
     *
     * @param from first instant
     * @param to end, exclusive
     */
    record Absence(Instant from, Instant to) {
        /** @throws IllegalArgumentException if it ends before it begins */
        public Absence {
            if (!to.isAfter(from)) {
                throw new IllegalArgumentException("an absence must end after it begins");
            }
        }

        boolean covers(Instant at) {
            return !at.isBefore(from) && at.isBefore(to);
        }
    }
}
