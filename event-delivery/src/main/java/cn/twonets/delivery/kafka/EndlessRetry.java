package cn.twonets.delivery.kafka;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.util.backoff.ExponentialBackOff;

/** A batch that failed blocks its partitions and comes again, with growing pauses and without end. */
final class EndlessRetry implements RetryListener {
    private static final Logger LOG = LoggerFactory.getLogger(EndlessRetry.class);

    private final String name;
    private final Set<String> blocked;

    private EndlessRetry(String name, Set<String> blocked) {
        this.name = name;
        this.blocked = blocked;
    }

    /** @param blocked where the name is put while it fails; whoever succeeds takes it out */
    static DefaultErrorHandler of(KafkaSettings settings, String name, Set<String> blocked) {
        ExponentialBackOff backOff = new ExponentialBackOff(settings.firstBackOff().toMillis(), 2);
        backOff.setMaxInterval(settings.longestBackOff().toMillis());
        backOff.setMaxElapsedTime(Long.MAX_VALUE);
        backOff.setMaxAttempts(Long.MAX_VALUE);
        DefaultErrorHandler handler = new DefaultErrorHandler(backOff);
        // Left to itself the handler drops records at once for some exceptions, such as a ClassCastException.
        handler.setClassifications(Map.of(), true);
        handler.setRetryListeners(new EndlessRetry(name, blocked));
        return handler;
    }

    @Override
    public void failedDelivery(ConsumerRecord<?, ?> record, Exception failure, int attempt) {
        note(failure, attempt);
    }

    @Override
    public void failedDelivery(ConsumerRecords<?, ?> records, Exception failure, int attempt) {
        note(failure, attempt);
    }

    private void note(Exception failure, int attempt) {
        blocked.add(name);
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        LOG.warn("{} is blocked, attempt {}: {}", name, attempt, cause.toString());
    }
}
