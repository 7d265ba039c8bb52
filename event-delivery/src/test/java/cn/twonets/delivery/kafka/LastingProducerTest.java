package cn.twonets.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LastingProducerTest {
    private static final ProducerRecord<byte[], byte[]> RECORD = new ProducerRecord<>("topic", new byte[]{1});

    private final List<MockProducer<byte[], byte[]>> made = new ArrayList<>();

    private long now;

    private Producer<byte[], byte[]> lasting(long pauseNanos) {
        return LastingProducer.of(() -> {
            MockProducer<byte[], byte[]> producer = new MockProducer<>(false, new RoundRobinPartitioner(),
                    new ByteArraySerializer(), new ByteArraySerializer());
            made.add(producer);
            return producer;
        }, pauseNanos, () -> now);
    }

    static List<RuntimeException> refusals() {
        return List.of(new SaslAuthenticationException("who?"), new ClusterAuthorizationException("no"),
                new KafkaException("in an error state", new SaslAuthenticationException("who?")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void makesANewOneAfterTheBrokerShutItOut(RuntimeException refusal) throws Exception {
        Producer<byte[], byte[]> lasting = lasting(0);
        List<Exception> told = new ArrayList<>();
        var refused = lasting.send(RECORD, (metadata, failure) -> told.add(failure));
        made.getFirst().errorNext(refusal);

        assertThatThrownBy(refused::get).isInstanceOf(ExecutionException.class).hasCause(refusal);
        assertThat(told).containsExactly(refusal);
        var sent = lasting.send(RECORD);
        made.getLast().completeNext();
        assertThat(sent.get()).isNotNull();
        assertThat(made).hasSize(2);
        Awaitility.await().until(made.getFirst()::closed);
    }

    @Test
    void keepsTheOldOneAfterAnyOtherFailure() {
        Producer<byte[], byte[]> lasting = lasting(0);
        for (RuntimeException failure : List.of(new TimeoutException("late"), new RecordTooLargeException("large"),
                new TopicAuthorizationException("topic"))) {
            lasting.send(RECORD);
            made.getFirst().errorNext(failure);
        }
        lasting.send(RECORD);

        assertThat(made).hasSize(1);
    }

    @Test
    void waitsAWhileBeforeItMakesANewOneAndForgetsNoRefusalMeanwhile() {
        Producer<byte[], byte[]> lasting = lasting(10);
        lasting.send(RECORD);
        made.getFirst().errorNext(new SaslAuthenticationException("who?"));
        now = 9;
        lasting.send(RECORD);
        assertThat(made).hasSize(1);
        // from here on it would only time out
        made.getFirst().errorNext(new TimeoutException("late"));
        now = 10;
        lasting.send(RECORD);

        assertThat(made).hasSize(2);
    }

    @Test
    void closesTheOneInUse() {
        Producer<byte[], byte[]> lasting = lasting(0);
        lasting.send(RECORD);
        made.getFirst().errorNext(new SaslAuthenticationException("who?"));
        lasting.close();

        assertThat(made).hasSize(1);
        assertThat(made.getFirst().closed()).isTrue();
    }
}
