package cn.twonets.events;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Events of one kind of aggregate: what can happen, the state that follows, the topic, and the type tokens
 * {@code cn.twonets.<thing>.<past-tense>.v1}.
 *
 * @param <H> what can happen
 * @param <S> the public state
 */
public final class EventFamily<H extends Happening, S extends PublicState> {
    /** What villages report. */
    public static final EventFamily<NeedEvent, NeedState> NEED = new EventFamily<>(
            Topic.NEEDS,
            "/twonets/intake",
            List.of(
                    new Type<>("need.submitted", NeedEvent.Submitted.class, NeedState.class),
                    new Type<>("need.amended", NeedEvent.Amended.class, NeedState.class),
                    new Type<>("need.withdrawn", NeedEvent.Withdrawn.class, NeedState.class),
                    new Type<>("need.outcome-confirmed", NeedEvent.OutcomeConfirmed.class, NeedState.class),
                    new Type<>("need.outcome-disputed", NeedEvent.OutcomeDisputed.class, NeedState.class)));

    /** What the grid does. */
    public static final EventFamily<CaseEvent, CaseState> CASE = new EventFamily<>(
            Topic.DISPATCH,
            "/twonets/dispatch",
            List.of(
                    new Type<>("case.assigned", CaseEvent.Assigned.class, CaseState.class),
                    new Type<>("case.amended", CaseEvent.Amended.class, CaseState.class),
                    new Type<>("case.acknowledged", CaseEvent.Acknowledged.class, CaseState.class),
                    new Type<>("case.due-soon", CaseEvent.DueSoon.class, CaseState.class),
                    new Type<>("case.escalated", CaseEvent.Escalated.class, CaseState.class),
                    new Type<>("case.returned", CaseEvent.Returned.class, CaseState.class),
                    new Type<>("case.arbitrated", CaseEvent.Arbitrated.class, CaseState.class),
                    new Type<>("case.referral-wanted", CaseEvent.ReferralWanted.class, CaseState.class),
                    new Type<>("case.cancelling", CaseEvent.Cancelling.class, CaseState.class),
                    new Type<>("case.referral-ended", CaseEvent.ReferralEnded.class, CaseState.class),
                    new Type<>("case.planned", CaseEvent.Planned.class, CaseState.class),
                    new Type<>("case.resolved", CaseEvent.Resolved.class, CaseState.class),
                    new Type<>("case.reopened", CaseEvent.Reopened.class, CaseState.class),
                    new Type<>("case.closed", CaseEvent.Closed.class, CaseState.class),
                    new Type<>("case.unroutable", CaseEvent.Unroutable.class, CaseState.class)));

    /** What the aid side does. */
    public static final EventFamily<AidEvent, AidState> AID = new EventFamily<>(
            Topic.RESOLUTIONS,
            "/twonets/resource",
            List.of(
                    new Type<>("aid.matched", AidEvent.Matched.class, AidState.class),
                    new Type<>("aid.unmatched", AidEvent.Unmatched.class, AidState.class),
                    new Type<>("referral.offered", AidEvent.Offered.class, AidState.class),
                    new Type<>("referral.waitlisted", AidEvent.Waitlisted.class, AidState.class),
                    new Type<>("referral.accepted", AidEvent.Accepted.class, AidState.class),
                    new Type<>("referral.declined", AidEvent.Declined.class, AidState.class),
                    new Type<>("referral.delivered", AidEvent.Delivered.class, AidState.class),
                    new Type<>("referral.expired", AidEvent.Expired.class, AidState.class),
                    new Type<>("referral.cancelled", AidEvent.Cancelled.class, AidState.class)));

    /** The grid tree and appointments. */
    public static final EventFamily<GridEvent, GridState> GRID = new EventFamily<>(
            Topic.GRID,
            "/twonets/dispatch",
            List.of(
                    new Type<>("grid-unit.changed", GridEvent.UnitChanged.class, GridState.Unit.class),
                    new Type<>("tree.activated", GridEvent.TreeActivated.class, GridState.Activation.class),
                    new Type<>("appointment.changed", GridEvent.AppointmentChanged.class,
                            GridState.Appointment.class)));

    /** The catalogue of aid services. */
    public static final EventFamily<AidServiceEvent, AidServiceState> AID_SERVICE = new EventFamily<>(
            Topic.AID,
            "/twonets/resource",
            List.of(new Type<>("aid-service.published", AidServiceEvent.Published.class, AidServiceState.class)));

    /** Households by unit and helper. */
    public static final EventFamily<HouseholdEvent, HouseholdState> HOUSEHOLD = new EventFamily<>(
            Topic.HOUSEHOLDS,
            "/twonets/intake",
            List.of(
                    new Type<>("household.registered", HouseholdEvent.Registered.class, HouseholdState.class),
                    new Type<>("household.moved", HouseholdEvent.Moved.class, HouseholdState.class)));

    private final Topic topic;
    private final String source;
    private final Map<String, Type<H, S>> byToken;
    private final Map<Class<?>, Type<H, S>> byHappening;

    private EventFamily(Topic topic, String source, List<Type<H, S>> types) {
        this.topic = topic;
        this.source = source;
        this.byToken = types.stream().collect(Collectors.toUnmodifiableMap(Type::token, Function.identity()));
        this.byHappening = types.stream().collect(Collectors.toUnmodifiableMap(Type::happening, Function.identity()));
    }

    /** Every family, in reading order. */
    public static List<EventFamily<?, ?>> all() {
        return List.of(NEED, CASE, AID, GRID, AID_SERVICE, HOUSEHOLD);
    }

    public Topic topic() {
        return topic;
    }

    /** The {@code ce_source} of its one writer. */
    public String source() {
        return source;
    }

    /** Every type of the family. */
    public java.util.Collection<Type<H, S>> types() {
        return byToken.values();
    }

    /** The type with this {@code ce_type}; empty if the family has none, which makes a record undecodable. */
    public Optional<Type<H, S>> type(String token) {
        return Optional.ofNullable(byToken.get(token));
    }

    /** The type of something that happened. */
    public Type<H, S> typeOf(H happened) {
        Type<H, S> type = byHappening.get(happened.getClass());
        if (type == null) {
            throw new IllegalArgumentException(happened.getClass() + " has no type token on " + topic.topicName());
        }
        return type;
    }

    /**
     * One event type.
     *
     * @param token the {@code ce_type}, such as {@code cn.twonets.need.submitted.v1}
     * @param happening the record that says what happened
     * @param state the record of the state that follows
     */
    public record Type<H extends Happening, S extends PublicState>(
            String token,
            Class<? extends H> happening,
            Class<? extends S> state) {

        /** Takes the short name and makes the token of it. */
        public Type {
            if (!token.startsWith("cn.twonets.")) {
                token = "cn.twonets." + token + ".v1";
            }
        }

        /** The address of the JSON Schema of this type, as it stands in {@code ce_dataschema}. */
        public String dataSchema() {
            return "/schemas/" + token + ".json";
        }
    }
}
