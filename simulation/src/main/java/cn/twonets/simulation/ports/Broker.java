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
    private final List<Late> late = new ArrayList<>();

    private record Late(OutgoingEvent event, CompletableFuture<Void> answer) {}

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
        if (mayBeLate.getAsBoolean() && (wrong == Fault.What.SEND_LATE || !late.isEmpty())) {
            // It lies on its way, and what the same instance sends next waits behind it; others may be faster.
            Late one = new Late(event, new CompletableFuture<>());
            late.add(one);
            return one.answer;
        }
        topics.accept(event);
        if (wrong == Fault.What.SEND_UNKNOWN || wrong == Fault.What.SEND_LATE) {
            return CompletableFuture.failedFuture(new Unavailable("the broker's answer was lost"));
        }
        if (wrong == Fault.What.SEND_TWICE) {
            topics.accept(event);
        }
        line.pass(Line.At.SENT);
        return CompletableFuture.completedFuture(null);
    }

    /** What was on its way comes to the topic; the answers come, or never will. */
    public void settleLate(boolean answered) {
        List<Late> settled = List.copyOf(late);
        late.clear();
        settled.forEach(one -> topics.accept(one.event));
        for (Late one : settled) {
            if (answered) {
                one.answer.complete(null);
            } else {
                one.answer.completeExceptionally(new Unavailable("the broker's answer never came"));
            }
        }
    }

    @Override
    public boolean isFailing() {
        return false;
    }
}
