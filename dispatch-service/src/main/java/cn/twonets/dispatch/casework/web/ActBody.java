package cn.twonets.dispatch.casework.web;

import cn.twonets.api.problem.Refusal;
import cn.twonets.dispatch.casework.CaseAct;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.GridCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people send when they act. */
sealed interface ActBody {
    /** So many aid services may be named for one referral. */
    int MOST_SERVICES = 20;

    /** What is wanted. */
    CaseAct act();

    record Acknowledgement() implements ActBody {
        @Override
        public CaseAct act() {
            return new CaseAct.Acknowledge();
        }
    }

    /** @param services the aid services to try, in order; empty or absent means "whatever matches best" */
    record Referral(@Nullable List<AidServiceId> services, @Nullable Boolean greenChannel) implements ActBody {
        @Override
        public CaseAct act() {
            List<AidServiceId> wanted = services == null ? List.of() : services;
            if (wanted.size() > MOST_SERVICES) {
                throw Refusal.invalid("/services", "wrong-number-of-items", 0, MOST_SERVICES);
            }
            if (wanted.stream().distinct().count() < wanted.size()) {
                throw Refusal.invalid("/services", "named-twice");
            }
            return new CaseAct.Refer(wanted, Boolean.TRUE.equals(greenChannel));
        }
    }

    record Resolution(CodeWord how) implements ActBody {
        @Override
        public CaseAct act() {
            return new CaseAct.Resolve(how.value());
        }
    }

    record Escalation(CodeWord reason) implements ActBody {
        @Override
        public CaseAct act() {
            return new CaseAct.Escalate(reason.value());
        }
    }

    record Return(CodeWord reason, GridCode proposedOwner) implements ActBody {
        @Override
        public CaseAct act() {
            return new CaseAct.Return(reason.value(), proposedOwner);
        }
    }

    record Arbitration(GridCode unit) implements ActBody {
        @Override
        public CaseAct act() {
            return new CaseAct.Arbitrate(unit);
        }
    }

    record Plan(Instant reviewAt, CodeWord reason) implements ActBody {
        @Override
        public CaseAct act() {
            return new CaseAct.Plan(reviewAt.truncatedTo(java.time.temporal.ChronoUnit.MILLIS), reason.value());
        }
    }

    record Closure(CodeWord reason) implements ActBody {
        @Override
        public CaseAct act() {
            return new CaseAct.CloseUnmet(reason.value());
        }
    }
}
