package cn.twonets.events;

/** What happened to an aid service; {@link AidServiceState} follows it. */
public sealed interface AidServiceEvent extends Happening {
    /** A provider published or changed it. */
    record Published(PostId by) implements AidServiceEvent {}
}
