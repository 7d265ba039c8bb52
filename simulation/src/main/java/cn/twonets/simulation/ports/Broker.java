package cn.twonets.simulation.ports;

import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.simulation.story.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One instance's way to the topics. */
public final class Broker implements EventSink {
    private final Consumer<OutgoingEvent> topics;
    private final Line line;
    private final BooleanSupplier mayBeLate;
    private final List<CompletableFuture<Void>> late = new ArrayList<>();

    /** @param mayBeLate whether nobody waits for the answer now */
    public Broker(Consumer<OutgoingEvent> topics, Line line, BooleanSupplier mayBeLate) {
        this.topics = topics;
        this.line = line;
        this.mayBeLate = mayBeLate;
    }

    @Override
    public CompletableFuture<Void> send(OutgoingEvent event) {
        Fault.What wrong = line.pass(Line.At.SEND);
        if (wrong == Fault.What.SEND_FAILS) {
            return CompletableFuture.failedFuture(new Unavailable("the broker did not take it"));
        }
        topics.accept(event);
        if (wrong == Fault.What.SEND_UNKNOWN || wrong == Fault.What.SEND_LATE && !mayBeLate.getAsBoolean()) {
            return CompletableFuture.failedFuture(new Unavailable("the broker's answer was lost"));
        }
        if (wrong == Fault.What.SEND_TWICE) {
            topics.accept(event);
        }
        if (wrong == Fault.What.SEND_LATE) {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            late.add(answer);
            return answer;
        }
        line.pass(Line.At.SENT);
        return CompletableFuture.completedFuture(null);
    }

    /** The late answers come, or never will. */
    public void settleLate(boolean arrived) {
        List<CompletableFuture<Void>> settled = List.copyOf(late);
        late.clear();
        for (CompletableFuture<Void> answer : settled) {
            if (arrived) {
                answer.complete(null);
            } else {
                answer.completeExceptionally(new Unavailable("the broker's answer never came"));
            }
        }
    }

    @Override
    public boolean isFailing() {
        return false;
    }
}
