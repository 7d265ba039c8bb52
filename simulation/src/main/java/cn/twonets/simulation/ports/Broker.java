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
    private final List<OutgoingEvent> stray = new ArrayList<>();
    private boolean sending;

    private record Late(OutgoingEvent event, CompletableFuture<Void> answer) {}

    /** @param mayBeLate whether nobody waits for the answer now */
    public Broker(Consumer<OutgoingEvent> topics, Line line, BooleanSupplier mayBeLate) {
        this.topics = topics;
        this.line = line;
        this.mayBeLate = mayBeLate;
    }

    @Override
    public CompletableFuture<Void> send(OutgoingEvent event) {
        sending = true;
        try {
            return passed(event);
        } finally {
            sending = false;
        }
    }

    /** Whether the instance is in the middle of handing over an event: what else it wants to send waits for that. */
    public boolean isSending() {
        return sending;
    }

    private CompletableFuture<Void> passed(OutgoingEvent event) {
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
        if (wrong == Fault.What.SEND_LATE) {
            stray.add(event);
            return CompletableFuture.failedFuture(new Unavailable("the broker's answer was waited for too long"));
        }
        topics.accept(event);
        if (wrong == Fault.What.SEND_UNKNOWN) {
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

    /** What was given up, and was on its way nevertheless, comes to the topic after whatever came meanwhile. */
    public void letStraysArrive() {
        List<OutgoingEvent> arrived = List.copyOf(stray);
        stray.clear();
        arrived.forEach(topics);
    }

    @Override
    public boolean isFailing() {
        return false;
    }
}
