package cn.twonets.intake.testing;

import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutgoingEvent;
import java.util.concurrent.CompletableFuture;

/** A broker that has everything at once. */
public final class PromptBroker implements EventSink {
    @Override
    public CompletableFuture<Void> send(OutgoingEvent event) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean isFailing() {
        return false;
    }
}
