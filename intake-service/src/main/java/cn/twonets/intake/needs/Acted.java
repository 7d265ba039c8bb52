package cn.twonets.intake.needs;

import cn.twonets.intake.Fault;
import java.util.List;

/** What became of an act on a need. */
public sealed interface Acted {
    /** Done, now or by the very same request before. */
    record Done(Need need) implements Acted {}

    /** There is no such need within the scope. */
    record Unknown() implements Acted {}

    /** The need's status does not allow the verb. */
    record NotAllowed(Verb verb, NeedStatus status) implements Acted {}

    /** The answer names a round that is not the present one. */
    record OtherRound(int present) implements Acted {}

    /** The round was answered already; the grid has not yet acted on that. */
    record AlreadyAnswered(int round) implements Acted {}

    /** The post that resolved the round may not confirm it. */
    record ResolverMayNotConfirm() implements Acted {}

    /** Fields cannot be accepted. */
    record Refused(List<Fault> faults) implements Acted {}

    /** The key was used before for something else. */
    record KeyReused() implements Acted {}

    /** Somebody changed the need since the caller read it. */
    record Stale() implements Acted {}
}
