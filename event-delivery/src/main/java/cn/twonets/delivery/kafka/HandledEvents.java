package cn.twonets.delivery.kafka;

import cn.twonets.delivery.Subscription;
import cn.twonets.events.Event;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import cn.twonets.telemetry.logs.LogContext;
import cn.twonets.telemetry.traces.Span;
import cn.twonets.telemetry.traces.TraceContext;
import cn.twonets.telemetry.traces.Tracing;
import java.util.ArrayList;
import java.util.List;

/**
 * Hands events to their handler. Where tracing is wanted each event has a span of its own for as long as its batch takes,
 * and what the event causes becomes part of that. Log lines know the trace where a batch has only one.
 */
final class HandledEvents<H extends Happening, P extends PublicState> {
    private final Subscription<H, P> subscription;
    private final Tracing tracing;

    HandledEvents(Subscription<H, P> subscription, Tracing tracing) {
        this.subscription = subscription;
        this.tracing = tracing;
    }

    void handle(List<Event<H, P>> events) {
        boolean alone = events.size() == 1 && enter(events.getFirst());
        try {
            if (tracing.isOn()) {
                traced(events);
            } else {
                hand(events);
            }
        } finally {
            if (alone) {
                LogContext.leave();
            }
        }
        if (LogContext.TRAIL.isDebugEnabled()) {
            events.forEach(this::tell);
        }
    }

    private void traced(List<Event<H, P>> events) {
        List<Span> spans = new ArrayList<>();
        List<Event<H, P>> within = new ArrayList<>();
        for (Event<H, P> event : events) {
            Span span = begin(event);
            spans.add(span);
            within.add(event.within(span.traceparent()));
        }
        try {
            hand(List.copyOf(within));
        } catch (RuntimeException failure) {
            spans.forEach(span -> span.failed(failure.getClass().getName()));
            throw failure;
        } finally {
            spans.forEach(Span::end);
        }
    }

    /** What one event makes its handler ask of other services is part of its trace; of several no one's. */
    private void hand(List<Event<H, P>> events) {
        TraceContext.enter(events.size() == 1 ? events.getFirst().traceparent() : null);
        try {
            subscription.handler().handle(events);
        } finally {
            TraceContext.leave();
        }
    }

    private Span begin(Event<H, P> event) {
        String topic = subscription.family().topic().topicName();
        Span span = tracing.begin(Tracing.Kind.CONSUMER, "process " + topic, event.traceparent());
        span.put("messaging.system", "kafka");
        span.put("messaging.operation.type", "process");
        span.put("messaging.destination.name", topic);
        span.put("messaging.consumer.group.name", subscription.consumer());
        span.put("cloudevents.event_type", event.type().token());
        return span;
    }

    private void tell(Event<H, P> event) {
        boolean known = enter(event);
        LogContext.TRAIL.debug("took {} {} {}", event.type().token(), event.state().aggregate(), event.state().order());
        if (known) {
            LogContext.leave();
        }
    }

    private static boolean enter(Event<?, ?> event) {
        if (event.traceparent() == null) {
            return false;
        }
        LogContext.enter(event.traceparent(), event.correlationId());
        return true;
    }
}
