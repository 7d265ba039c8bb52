package cn.twonets.intake.needs.web;

import cn.twonets.api.conditional.IfMatch;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.problem.Refusal;
import cn.twonets.intake.Fault;
import cn.twonets.intake.needs.Acted;
import cn.twonets.intake.needs.Need;
import java.util.List;
import java.util.Locale;

/** What the desk says no to, in the words of HTTP. */
final class Refusals {
    private Refusals() {
    }

    static Refusal of(List<Fault> faults) {
        Refusal refusal = Refusal.of(NeedProblem.NOT_ACCEPTABLE);
        faults.forEach(fault -> refusal.field(fault.pointer(), fault.code()));
        return refusal;
    }

    /**
     * The need after an act that was done.
     *
     * @throws Refusal if it was not
     */
    static Need done(Acted acted) {
        return switch (acted) {
            case Acted.Done done -> done.need();
            case Acted.Unknown unknown -> throw Refusal.notFound();
            case Acted.NotAllowed not -> throw Refusal
                    .of(NeedProblem.NOT_ALLOWED, not.verb().name().toLowerCase(Locale.ROOT), not.status().name());
            case Acted.OtherRound other -> throw Refusal.of(NeedProblem.OTHER_ROUND, other.present())
                    .field("/round", "not-current");
            case Acted.AlreadyAnswered already -> throw Refusal.of(NeedProblem.ALREADY_ANSWERED, already.round());
            case Acted.ResolverMayNotConfirm doer -> throw Refusal.of(NeedProblem.RESOLVER_MAY_NOT_CONFIRM);
            case Acted.Refused refused -> throw of(refused.faults());
            case Acted.KeyReused reused -> throw ActKey.reused();
            case Acted.Stale stale -> throw IfMatch.stale();
        };
    }
}
