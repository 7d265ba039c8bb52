package cn.twonets.intake.households;

import cn.twonets.intake.Fault;
import java.util.List;

/** What became of an entry into the register. */
public sealed interface Entered {
    /** It stands there; {@code now} is false if the very same request had been made before. */
    record Done(Household household, boolean now) implements Entered {}

    /** Fields cannot be accepted. */
    record Refused(List<Fault> faults) implements Entered {}

    /** The key was used before for something else. */
    record KeyReused() implements Entered {}

    /** There is no such household within the scope. */
    record Unknown() implements Entered {}

    /** Somebody changed it since the caller read it. */
    record Stale() implements Entered {}
}
