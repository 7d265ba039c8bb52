package cn.twonets.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.delivery.Subscription;
import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedState;
import cn.twonets.telemetry.logs.LogContext;
import cn.twonets.telemetry.traces.Span;
import cn.twonets.telemetry.traces.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class HandledEventsTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private final List<String> told = new ArrayList<>();
    private final List<Event<NeedEvent, NeedState>> handled = new ArrayList<>();
    private final List<@Nullable String> traces = new ArrayList<>();

    /** Tells what is recorded; each span is numbered. */
    private final class Recorder implements Tracing {
        private int begun;

        @Override
        public boolean isOn() {
            return true;
        }

        @Override
        public Span begin(Kind kind, String name, @Nullable String parent) {
            int number = ++begun;
            told.add(number + " " + kind + " " + name + " caused by " + parent);
            return new Span() {
                @Override
                public String traceparent() {
                    return "00-" + TRACE + "-000000000000000" + number + "-01";
                }

                @Override
                public void name(String other) {
                    told.add(number + " named " + other);
                }

                @Override
                public void put(String attribute, String value) {
                    told.add(number + " " + attribute + "=" + value);
                }

                @Override
                public void put(String attribute, long value) {
                    told.add(number + " " + attribute + "=" + value);
                }

                @Override
                public void failed(String failure) {
                    told.add(number + " failed by " + failure);
                }

                @Override
                public void end() {
                    told.add(number + " ended");
                }
            };
        }
    }

    private void read(Tracing tracing, Consumer<List<Event<NeedEvent, NeedState>>> handler, String... needs) {
        read(PARENT, tracing, handler, needs);
    }

    private void read(String traceparent, Tracing tracing, Consumer<List<Event<NeedEvent, NeedState>>> handler,
            String... needs) {
        BatchReader<NeedEvent, NeedState> reader = new BatchReader<>(
                new Subscription<>(EventFamily.NEED, "dispatch", events -> {
                    handled.addAll(events);
                    traces.add(MDC.get(LogContext.TRACE));
                    handler.accept(events);
                }),
                new DeadLetters(new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()),
                        Clock.systemUTC(), new SimpleMeterRegistry()),
                new SimpleMeterRegistry(), tracing, () -> {});
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (String need : needs) {
            ProducerRecord<byte[], byte[]> sent = BrokerKit.need(need, 1);
            ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(sent.topic(), 0, records.size(), sent.key(),
                    sent.value());
            sent.headers().forEach(header -> record.headers().add(header));
            record.headers().add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8));
            records.add(record);
        }
        reader.onMessage(records);
    }

    @Test
    void makesWhatAnEventCausesPartOfItsSpan() {
        read(new Recorder(), events -> {}, "village-need-a", "village-need-b");

        assertThat(handled).extracting(Event::traceparent).containsExactly(
                "00-" + TRACE + "-0000000000000001-01",
                "00-" + TRACE + "-0000000000000002-01");
        assertThat(told).contains(
                "1 CONSUMER process twonets.needs.v1 caused by " + PARENT,
                "1 messaging.destination.name=twonets.needs.v1",
                "1 messaging.consumer.group.name=dispatch",
                "1 cloudevents.event_type=cn.twonets.need.amended.v1")
                .endsWith("1 ended", "2 ended");
        assertThat(told).noneMatch(line -> line.contains("village-need-a"));
    }

    @Test
    void endsSpansOfABatchThatFails() {
        assertThatThrownBy(() -> read(new Recorder(), events -> {
            throw new IllegalStateException("the store is away");
        }, "village-need-a")).isInstanceOf(IllegalStateException.class);

        assertThat(told).endsWith("1 failed by java.lang.IllegalStateException", "1 ended")
                .noneMatch(line -> line.contains("away"));
    }

    @Test
    void passesTheTraceOnWhereNothingIsRecorded() {
        read(Tracing.OFF, events -> {}, "village-need-a");

        assertThat(handled).extracting(Event::traceparent).containsExactly(PARENT);
    }

    @Test
    void handlesAnEventWhoseTraceIsNone() {
        read("none", Tracing.OFF, events -> {}, "village-need-a");

        assertThat(handled).hasSize(1);
        assertThat(traces).containsOnlyNulls();
    }

    @Test
    void tellsLogLinesTheTraceOfAnEventThatComesAlone() {
        read(Tracing.OFF, events -> {}, "village-need-a");
        read(Tracing.OFF, events -> {}, "village-need-b", "village-need-c");

        assertThat(traces).containsExactly(TRACE, null);
        assertThat(MDC.get(LogContext.TRACE)).isNull();
    }
}
