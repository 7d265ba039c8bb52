package cn.twonets.dispatch.casework;

import cn.twonets.events.AidServiceId;
import cn.twonets.events.GridCode;
import java.time.Instant;
import java.util.List;

/** What a person may ask of a case. Codes only: free text never comes here. */
public sealed interface CaseAct {
    /** Which verb of the table it is. */
    CaseVerb verb();

    /** Signs for it. */
    record Acknowledge() implements CaseAct {
        @Override
        public CaseVerb verb() {
            return CaseVerb.ACKNOWLEDGE;
        }
    }

    /**
     * Wants a referral.
     *
     * @param services the aid services to try, in order; empty means "whatever matches best"
     * @param greenChannel help first, paperwork after
     */
    record Refer(List<AidServiceId> services, boolean greenChannel) implements CaseAct {
        public Refer {
            services = List.copyOf(services);
        }

        @Override
        public CaseVerb verb() {
            return CaseVerb.REFER;
        }
    }

    /** Did something on the spot; {@code how} is a code. */
    record Resolve(String how) implements CaseAct {
        @Override
        public CaseVerb verb() {
            return CaseVerb.RESOLVE;
        }
    }

    /** Pushes it up one level. */
    record Escalate(String reason) implements CaseAct {
        @Override
        public CaseVerb verb() {
            return CaseVerb.ESCALATE;
        }
    }

    /** Sends it back, naming who should have it. */
    record Return(String reason, GridCode proposedOwner) implements CaseAct {
        @Override
        public CaseVerb verb() {
            return CaseVerb.RETURN;
        }
    }

    /** Decides where a returned case goes. */
    record Arbitrate(GridCode unit) implements CaseAct {
        @Override
        public CaseVerb verb() {
            return CaseVerb.ARBITRATE;
        }
    }

    /** Puts it on a plan until a review date. */
    record Plan(Instant reviewAt, String reason) implements CaseAct {
        @Override
        public CaseVerb verb() {
            return CaseVerb.PLAN;
        }
    }

    /** Ends it without help. */
    record CloseUnmet(String reason) implements CaseAct {
        @Override
        public CaseVerb verb() {
            return CaseVerb.CLOSE_UNMET;
        }
    }
}
