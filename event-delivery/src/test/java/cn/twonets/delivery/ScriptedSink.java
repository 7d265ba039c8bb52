package cn.twonets.delivery;

import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutgoingEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A broker whose every answer the test decides. */
public final class ScriptedSink implements EventSink {
    /** What becomes of the next events. */
    public enum Mode {
        /** They arrive and are acknowledged. */
        ACKNOWLEDGE,
        /** They arrive; the acknowledgement is held back until {@link ScriptedSink#acknowledgeHeld}. */
        HOLD,
        /** They do not arrive. */
        FAIL,
        /** They arrive, and the sender never learns of it. */
        LOSE_ANSWER
    }

    private final List<String> arrived = new ArrayList<>();
    private final List<CompletableFuture<Void>> held = new ArrayList<>();
    private final Set<String> refused = new HashSet<>();
    private Mode mode = Mode.ACKNOWLEDGE;
    private int asked;

    public synchronized ScriptedSink now(Mode newMode) {
        mode = newMode;
        return this;
    }

    /** Fails this one event, whatever the mode. */
    public synchronized ScriptedSink refuse(String event) {
        refused.add(event);
        return this;
    }

    @Override
    public synchronized CompletableFuture<Void> send(OutgoingEvent event) {
        asked++;
        String name = event.key() + "." + sequence(event);
        if (mode == Mode.FAIL || refused.remove(name)) {
            return CompletableFuture.failedFuture(new IllegalStateException("no broker"));
        }
        arrived.add(name);
        if (mode == Mode.LOSE_ANSWER) {
            return CompletableFuture.failedFuture(new IllegalStateException("no answer"));
        }
        if (mode == Mode.HOLD) {
            CompletableFuture<Void> answer = new CompletableFuture<>();
            held.add(answer);
            return answer;
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized boolean isFailing() {
        return mode == Mode.FAIL;
    }

    public void acknowledgeHeld() {
        List<CompletableFuture<Void>> answers;
        synchronized (this) {
            answers = List.copyOf(held);
            held.clear();
        }
        answers.forEach(answer -> answer.complete(null));
    }

    public void failHeld(int index) {
        CompletableFuture<Void> answer;
        synchronized (this) {
            answer = held.remove(index);
        }
        answer.completeExceptionally(new IllegalStateException("no broker"));
    }

    /** What arrived, in order, repeats included, as {@code <key>.<sequence>}. */
    public synchronized List<String> arrived() {
        return List.copyOf(arrived);
    }

    /** Whether what is sent now is answered at once, by yes or no. */
    public synchronized boolean answersAtOnce() {
        return mode != Mode.HOLD;
    }

    /** How often it was asked to send. */
    public synchronized int asked() {
        return asked;
    }

    private static long sequence(OutgoingEvent event) {
        return Long.parseLong(new String(event.headers().get("ce_sequence"), StandardCharsets.UTF_8));
    }
}
