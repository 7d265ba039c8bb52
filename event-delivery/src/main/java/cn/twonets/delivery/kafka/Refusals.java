package cn.twonets.delivery.kafka;

import java.util.Set;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.event.ConsumerRetryAuthEvent;
import org.springframework.kafka.event.ConsumerRetryAuthSuccessfulEvent;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;

/**
 * When the broker does not let a client in, or not do what it asks. Operators mend passwords and access rules while services
 * run, so a consumer asks again until it is let in; left to itself a container stops for good.
 */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {
    }

    /** Whether the broker does not know who asks, or does not let it do that. */
    static boolean isRefusal(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthenticationException || cause instanceof AuthorizationException) {
                return true;
            }
        }
        return false;
    }

    /** @param blocked where the name is put while it is refused */
    static void outlive(ConcurrentMessageListenerContainer<byte[], byte[]> container, KafkaSettings settings,
            String name,
            Set<String> blocked) {
        // Each refusal is told with its whole stack by the container, so not too often.
        container.getContainerProperties().setAuthExceptionRetryInterval(settings.longestBackOff());
        container.setApplicationEventPublisher(event -> {
            if (event instanceof ConsumerRetryAuthEvent refused) {
                if (blocked.add(name)) {
                    LOG.warn("{} is refused by the broker ({}), asking again", name, refused.getReason());
                }
            } else if (event instanceof ConsumerRetryAuthSuccessfulEvent) {
                blocked.remove(name);
            }
        });
    }
}
