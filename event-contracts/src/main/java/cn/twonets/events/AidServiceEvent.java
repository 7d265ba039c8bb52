package cn.twonets.events;

/** What happened to an aid service; {@link AidServiceState} follows it. */
public sealed interface AidServiceEvent extends Happening {
    /**
     * A provider published or changed it.
     *
     * @param by the post of the provider
     */
    record Published(PostId by) implements AidServiceEvent {}
}
