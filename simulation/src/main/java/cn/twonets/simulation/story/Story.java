package cn.twonets.simulation.story;

import cn.twonets.simulation.story.Fault.What;
import java.util.ArrayList;
import java.util.List;

/**
 * All that shall happen in one simulation.
 *
 * @param seed what it was drawn from
 * @param lives how many needs are reported at the most
 * @param steps what happens, in order
 */
public record Story(long seed, int lives, List<Step> steps) {
    private static final int WEIGHTS = totalWeight();
    private static final List<What> ANY = List.of(What.CRASH, What.CRASH, What.MEANWHILE, What.MEANWHILE,
            What.MEANWHILE, What.STORE_REFUSES, What.STORE_UNKNOWN, What.SEND_FAILS, What.SEND_UNKNOWN, What.SEND_LATE,
            What.SEND_LATE, What.SEND_TWICE, What.OVERTAKEN, What.OVERTAKEN);
    /** A sweep has little to do, so what goes wrong in it is what matters there. */
    private static final List<What> IN_AN_OUTBOX = List.of(What.CRASH, What.MEANWHILE, What.SEND_FAILS, What.SEND_FAILS,
            What.SEND_FAILS, What.SEND_UNKNOWN, What.SEND_LATE);
    private static final List<Step.Kind> RIVALS = List.of(Step.Kind.DELIVER, Step.Kind.DELIVER, Step.Kind.DELIVER,
            Step.Kind.DEPARTMENT, Step.Kind.DEPARTMENT, Step.Kind.CAPACITY, Step.Kind.SWEEP);

    public Story {
        steps = List.copyOf(steps);
    }

    /** Draws a story. */
    public static Story of(long seed, int lives) {
        Dice dice = new Dice(seed * 0x2545F4914F6CDD1DL + 11);
        int faulty = dice.oneOf(List.of(0, 10, 25, 25, 40));
        int length = 25 + lives * dice.between(18, 34);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < lives; i++) {
            steps.add(new Step(Step.Kind.SUBMIT, dice.next(), faults(dice, faulty, 2, Step.Kind.SUBMIT)));
        }
        for (int i = 0; i < length; i++) {
            steps.add(step(dice, faulty, 2));
        }
        return new Story(seed, lives, steps);
    }

    private static Step step(Dice dice, int faulty, int depth) {
        int drawn = dice.below(WEIGHTS);
        for (Step.Kind kind : Step.Kind.values()) {
            drawn -= kind.weight;
            if (drawn < 0) {
                boolean spared = faulty == 0 && (kind == Step.Kind.LOSE || kind == Step.Kind.KILL
                        || kind == Step.Kind.POISON);
                Step.Kind drawnKind = spared ? Step.Kind.DELIVER : kind;
                return new Step(drawnKind, dice.next(), faults(dice, faulty, depth, drawnKind));
            }
        }
        throw new IllegalStateException("weights do not add up");
    }

    private static List<Fault> faults(Dice dice, int faulty, int depth, Step.Kind within) {
        List<Fault> faults = new ArrayList<>();
        if (depth > 0 && dice.percent(within == Step.Kind.OUTBOX ? 2 * faulty : faulty)) {
            for (int count = dice.oneOf(List.of(1, 1, 1, 2)); count > 0; count--) {
                What what = dice.oneOf(within == Step.Kind.OUTBOX ? IN_AN_OUTBOX : ANY);
                int at = dice.percent(60) ? dice.between(1, 4) : dice.between(1, 12);
                if (!what.isMeanwhile()) {
                    faults.add(new Fault(what, at, null));
                    continue;
                }
                // Now and then an instance stands still for so long that much happens before it goes on.
                for (int others = dice.percent(40) ? dice.between(2, 6) : 1; others > 0; others--) {
                    faults.add(new Fault(what, at, other(dice, faulty, depth - 1, within, what)));
                }
            }
        }
        return faults;
    }

    private static Step other(Dice dice, int faulty, int depth, Step.Kind within, What what) {
        Step.Kind kind = what == What.OVERTAKEN ? dice.oneOf(RIVALS) : within;
        return what == What.OVERTAKEN || dice.percent(35)
                ? new Step(kind, dice.next(), faults(dice, faulty, depth, kind))
                : step(dice, faulty, depth);
    }

    private static int totalWeight() {
        int total = 0;
        for (Step.Kind kind : Step.Kind.values()) {
            total += kind.weight;
        }
        return total;
    }

    /** The same seed with these steps only. */
    public Story with(List<Step> others) {
        return new Story(seed, lives, others);
    }
}
