package cn.twonets.simulation;

import cn.twonets.simulation.ports.Crashed;
import cn.twonets.simulation.ports.Line.At;
import cn.twonets.simulation.ports.Unavailable;
import cn.twonets.simulation.story.Dice;
import cn.twonets.simulation.story.Fault;
import cn.twonets.simulation.story.Step;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one instance is in the middle of, and what shall go wrong with it. */
final class Operation {
    final Instance instance;
    final List<Fault> faults;
    final Instant began;
    /** How many pieces of news of posts the instance had when it began, with none as the first. */
    final int newsHeard;
    /** The correlation id of a person's act; null for what the product does by itself. */
    final @Nullable String act;
    final boolean mayBeLate;
    /** How many faults have happened in it. */
    int troubles;
    private final BitSet used = new BitSet();
    private final Dice dice;
    private int calls;

    Operation(Instance instance, Step step, @Nullable String act, boolean mayBeLate) {
        this.instance = instance;
        this.faults = step.faults();
        this.began = instance.world.now;
        this.newsHeard = instance.heardPosts.size();
        this.act = act;
        this.mayBeLate = mayBeLate;
        this.dice = new Dice(step.dice() ^ 0x5DEECE66DL);
    }

    Fault.@Nullable What pass(Instance who, At at) {
        if (who != instance) {
            throw new IllegalStateException(who + " works in the middle of " + instance);
        }
        calls++;
        for (int i = 0; i < faults.size(); i++) {
            Fault fault = faults.get(i);
            if (used.get(i) || calls < fault.at() || !suits(fault.what(), at)) {
                continue;
            }
            used.set(i);
            troubles++;
            instance.world.fault(fault, at);
            switch (fault.what()) {
                case CRASH -> {
                    instance.world.kill(instance);
                    throw new Crashed();
                }
                case MEANWHILE, OVERTAKEN -> {
                    instance.world.perform(fault.meanwhile());
                    if (!instance.alive) {
                        throw new Crashed();
                    }
                }
                case STORE_REFUSES -> throw new Unavailable("the store refused");
                default -> {
                    return fault.what();
                }
            }
        }
        return null;
    }

    private static boolean suits(Fault.What what, At at) {
        return switch (what) {
            case CRASH, MEANWHILE -> true;
            case OVERTAKEN -> at == At.READ || at == At.POOL_READ;
            case STORE_REFUSES -> at == At.READ || at == At.WRITE || at == At.CLEAR || at == At.POOL_READ
                    || at == At.POOL_WRITE;
            case STORE_UNKNOWN -> at == At.WRITE || at == At.CLEAR || at == At.POOL_WRITE;
            case SEND_FAILS, SEND_UNKNOWN, SEND_LATE, SEND_TWICE -> at == At.SEND;
        };
    }

    int cut(int writes) {
        return dice.between(0, writes);
    }
}
