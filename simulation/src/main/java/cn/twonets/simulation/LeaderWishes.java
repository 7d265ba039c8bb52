package cn.twonets.simulation;

import cn.twonets.dispatch.casework.AidCase;
import cn.twonets.dispatch.casework.CaseAct;
import cn.twonets.dispatch.casework.CaseTable;
import cn.twonets.dispatch.casework.CaseVerb;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.CaseState.Responsible;
import cn.twonets.events.GridState;
import cn.twonets.events.PostId;
import cn.twonets.simulation.story.Dice;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What somebody may want to do with a case: mostly the right post and something that is allowed. */
final class LeaderWishes {
    private static final List<CaseVerb> ALL = List.of(CaseVerb.ACKNOWLEDGE, CaseVerb.REFER, CaseVerb.RESOLVE,
            CaseVerb.ESCALATE, CaseVerb.RETURN, CaseVerb.ARBITRATE, CaseVerb.PLAN, CaseVerb.CLOSE_UNMET);

    private final World world;

    LeaderWishes(World world) {
        this.world = world;
    }

    PostId who(AidCase one, Dice dice) {
        Responsible responsible = one.shown().responsible();
        if (responsible != null && dice.percent(80)) {
            return responsible.post();
        }
        List<GridState.Appointment> posts = world.appointments.all().stream().map(stored -> stored.state()).toList();
        return dice.percent(20) ? new PostId("city-desk:" + County.CITY) : dice.oneOf(posts).post();
    }

    CaseAct what(AidCase one, Dice dice) {
        Set<CaseVerb> allowed = CaseTable.actsIn(one.status());
        CaseVerb verb = allowed.isEmpty() || dice.percent(12) ? dice.oneOf(ALL) : dice.oneOf(List.copyOf(allowed));
        if (verb == CaseVerb.CLOSE_UNMET && dice.percent(70)) {
            verb = CaseVerb.REFER;
        }
        return switch (verb) {
            case ACKNOWLEDGE -> new CaseAct.Acknowledge();
            case REFER -> new CaseAct.Refer(services(one, dice), dice.percent(20));
            case RESOLVE -> new CaseAct.Resolve("on-the-spot");
            case ESCALATE -> new CaseAct.Escalate("beyond-means");
            case RETURN -> new CaseAct.Return("not-ours", dice.oneOf(world.county.codes()));
            case ARBITRATE -> new CaseAct.Arbitrate(dice.percent(70)
                    ? one.shown().unit()
                    : dice.oneOf(world.county.codes()));
            case PLAN -> new CaseAct.Plan(world.now.plus(Duration.ofHours(dice.between(1, 200))), "waits");
            default -> new CaseAct.CloseUnmet("nothing-fits");
        };
    }

    private List<AidServiceId> services(AidCase one, Dice dice) {
        List<AidServiceId> candidates = world.aid.find(one.id().value())
                .map(stored -> stored.state().fit().candidates().stream().map(found -> found.service()).toList())
                .orElse(List.of());
        int drawn = dice.below(10);
        return drawn < 5 || candidates.isEmpty() && drawn < 8
                ? List.of()
                : drawn < 9 ? candidates : List.of(new AidServiceId("housing-a"), new AidServiceId("charity-b"));
    }
}
