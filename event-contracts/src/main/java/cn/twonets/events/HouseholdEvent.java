package cn.twonets.events;

/** What happened to a household's place in the register; {@link HouseholdState} follows it. */
public sealed interface HouseholdEvent extends Happening {
    /**
     * It was entered into the register.
     *
     * @param by the post that entered it
     */
    record Registered(PostId by) implements HouseholdEvent {}

    /**
     * It moved to another unit, or got another helper.
     *
     * @param by the post that moved it
     */
    record Moved(PostId by) implements HouseholdEvent {}
}
