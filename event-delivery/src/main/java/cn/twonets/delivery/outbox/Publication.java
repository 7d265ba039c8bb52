package cn.twonets.delivery.outbox;

import cn.twonets.delivery.Stored.UnpublishedEvent;
import cn.twonets.events.EventOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What this instance has sent of each aggregate, and what of it is acknowledged. Keeps the events of an aggregate in
 * order: after a failed send everything from the first unacknowledged event on is sent again. All of it may be forgotten
 * at any time; the documents know better, and repeats are harmless.
 */
final class Publication {
    private static final long NEVER = Long.MAX_VALUE;

    private final Function<UnpublishedEvent, CompletableFuture<Void>> sender;
    private final int mostRemembered;
    private final Map<String, Progress> byId = new LinkedHashMap<>();
    private long round;

    Publication(int mostRemembered, Function<UnpublishedEvent, CompletableFuture<Void>> sender) {
        this.mostRemembered = mostRemembered;
        this.sender = sender;
    }

    /**
     * Sends those of the events that are neither acknowledged nor on their way.
     *
     * @param events the unpublished events of one aggregate, oldest first, not empty
     * @return completes when all of them are acknowledged
     */
    CompletableFuture<Void> publish(String id, List<UnpublishedEvent> events) {
        List<Sent> started = new ArrayList<>();
        List<CompletableFuture<Void>> awaited = new ArrayList<>();
        Progress progress;
        synchronized (this) {
            forgetIdle();
            progress = byId.computeIfAbsent(id, absent -> new Progress());
            EventOrder sentThrough = progress.sentThrough();
            for (UnpublishedEvent event : events) {
                if (event.order().isAfter(sentThrough)) {
                    Sent sent = new Sent(event.order(), sender.apply(event));
                    progress.inFlight.add(sent);
                    progress.clearedInRound = NEVER;
                    started.add(sent);
                }
            }
            EventOrder last = events.getLast().order();
            progress.inFlight.stream()
                    .filter(sent -> !sent.order.isAfter(last))
                    .forEach(sent -> awaited.add(sent.settled));
        }
        for (Sent sent : started) {
            sent.delivery.whenComplete((nothing, failure) -> {
                if (failure == null) {
                    acknowledged(progress, sent);
                } else {
                    failed(progress, sent, failure);
                }
            });
        }
        return CompletableFuture.allOf(awaited.toArray(CompletableFuture[]::new));
    }

    /** Through which event the aggregate is known to be in Kafka; {@link EventOrder#NONE} if this instance does not know. */
    synchronized EventOrder acknowledged(String id) {
        Progress progress = byId.get(id);
        return progress == null ? EventOrder.NONE : progress.acknowledged;
    }

    synchronized boolean isInFlight(String id) {
        Progress progress = byId.get(id);
        return progress != null && !progress.inFlight.isEmpty();
    }

    /** What was wholly acknowledged before the last call of this method: quiet since then, so worth a write to clear. */
    synchronized Map<String, EventOrder> quiet() {
        round++;
        byId.values().removeIf(progress -> progress.clearedInRound < round - 1);
        Map<String, EventOrder> quiet = new HashMap<>();
        byId.forEach((id, progress) -> {
            if (progress.isIdle() && progress.clearedInRound == NEVER && progress.acknowledgedInRound < round - 1) {
                quiet.put(id, progress.acknowledged);
            }
        });
        return quiet;
    }

    /**
     * Forgets, a round later, what the documents now say themselves: a sweep that has read them just before must still be
     * told that nothing of theirs is to be sent.
     */
    synchronized void forget(Map<String, EventOrder> cleared) {
        cleared.forEach((id, order) -> {
            Progress progress = byId.get(id);
            if (progress != null && progress.inFlight.isEmpty() && progress.acknowledged.equals(order)) {
                progress.clearedInRound = round;
            }
        });
    }

    private void acknowledged(Progress progress, Sent sent) {
        synchronized (this) {
            sent.arrived = true;
            while (!progress.inFlight.isEmpty() && progress.inFlight.peek().arrived) {
                progress.acknowledged = progress.inFlight.remove().order;
                progress.acknowledgedInRound = round;
            }
        }
        sent.settled.complete(null);
    }

    private void failed(Progress progress, Sent sent, Throwable failure) {
        List<Sent> forgotten;
        synchronized (this) {
            if (!progress.inFlight.contains(sent)) {
                return;
            }
            forgotten = List.copyOf(progress.inFlight);
            progress.inFlight.clear();
        }
        forgotten.forEach(one -> one.settled.completeExceptionally(failure));
    }

    private void forgetIdle() {
        Iterator<Progress> eldest = byId.values().iterator();
        while (byId.size() >= mostRemembered && eldest.hasNext()) {
            if (eldest.next().inFlight.isEmpty()) {
                eldest.remove();
            }
        }
    }

    private static final class Progress {
        private EventOrder acknowledged = EventOrder.NONE;
        private long acknowledgedInRound;
        private long clearedInRound = NEVER;
        private final Deque<Sent> inFlight = new ArrayDeque<>();

        EventOrder sentThrough() {
            return inFlight.isEmpty() ? acknowledged : inFlight.getLast().order;
        }

        boolean isIdle() {
            return inFlight.isEmpty() && acknowledged.isAfter(EventOrder.NONE);
        }
    }

    private static final class Sent {
        private final EventOrder order;
        private final CompletableFuture<Void> delivery;
        private final CompletableFuture<Void> settled = new CompletableFuture<>();
        private boolean arrived;

        Sent(EventOrder order, CompletableFuture<Void> delivery) {
            this.order = order;
            this.delivery = delivery;
        }
    }
}
