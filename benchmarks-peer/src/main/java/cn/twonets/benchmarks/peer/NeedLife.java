package cn.twonets.benchmarks.peer;

import java.util.List;
import java.util.Set;

/** The names that the process definition {@code need-life.bpmn20.xml} and the code share. */
final class NeedLife {
    static final String PROCESS = "needLife";
    static final String DEFINITION = "need-life.bpmn20.xml";

    /** The wait for the grid leader, under a timer. */
    static final String LEAD = "lead";
    /** The wait for the department's answer. */
    static final String ANSWER = "answer";
    /** The end of a life whose resource was given. */
    static final String CLOSED = "closed";
    /** The end of a life for which nothing was left. */
    static final String UNMET = "unmet";
    static final String NO_CAPACITY = "no-capacity";

    /** What the village sent, as it was sent. */
    static final String NEED = "need";
    static final String CATEGORY = "category";
    static final String URGENCY = "urgency";
    static final String UNIT = "unit";
    static final String RESPONSIBLE = "responsible";
    static final String RESOURCE = "resource";
    static final String REFERRAL = "referral";
    static final String OUTCOME = "outcome";
    /** When the leader's time ends; kept by the timer and the task, not as a variable. */
    static final String DUE_AT = "dueAt";

    /** What a closed life has passed exactly once if nobody was late, sequence flows included. */
    static final List<String> STEPS = List.of("accepted", "toRoute", "route", "toLead", LEAD, "toReserve", "reserve",
            "toOffer", "offer", "toAnswer", ANSWER, "toSettle", "settle", "toClosed", CLOSED);
    /** What a closed life has written. */
    static final Set<String> VARIABLES = Set.of(NEED, CATEGORY, URGENCY, UNIT, RESPONSIBLE, RESOURCE, REFERRAL,
            OUTCOME);

    private NeedLife() {
    }
}
