package cn.twonets.intake.needs;

import cn.twonets.intake.Fault;
import java.util.List;

/** What became of a reported need. */
public sealed interface Submitted {
    /** Accepted now. */
    record Created(Need need) implements Submitted {}

    /** The very same request had been accepted before. */
    record Duplicate(Need need) implements Submitted {}

    /** The key was used before for something else. */
    record KeyReused() implements Submitted {}

    /** Fields cannot be accepted; nothing was stored. */
    record Refused(List<Fault> faults) implements Submitted {}
}
