package cn.twonets.delivery.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A producer that outlives being refused by the broker. Kafka's own stays refused for good once it was not let in when it
 * asked for its number, so that a password or a right that an operator has mended would need a restart of every service;
 * in its place a new one is made, at most one every two seconds. What the old one had not sent fails, and whoever handed it
 * over sends it again.
 */
public final class LastingProducer implements InvocationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(LastingProducer.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

    private final Supplier<Producer<byte[], byte[]>> maker;
    private final long pauseNanos;
    private Producer<byte[], byte[]> current;
    private long madeAtNanos;

    private LastingProducer(Supplier<Producer<byte[], byte[]>> maker, long pauseNanos) {
        this.maker = maker;
        this.pauseNanos = pauseNanos;
        this.current = maker.get();
        this.madeAtNanos = System.nanoTime();
    }

    /** @param maker makes a producer that has not been refused yet */
    public static Producer<byte[], byte[]> of(Supplier<Producer<byte[], byte[]>> maker) {
        return of(maker, PAUSE_NANOS);
    }

    @SuppressWarnings("unchecked")
    static Producer<byte[], byte[]> of(Supplier<Producer<byte[], byte[]>> maker, long pauseNanos) {
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(LastingProducer.class.getClassLoader(),
                new Class<?>[]{Producer.class}, new LastingProducer(maker, pauseNanos));
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        Producer<byte[], byte[]> used = current();
        try {
            if (method.getName().equals("send") && arguments != null) {
                Callback callback = arguments.length > 1 ? (Callback) arguments[1] : null;
                return used.send((ProducerRecord<byte[], byte[]>) arguments[0], (metadata, failure) -> {
                    replaceIfRefused(used, failure);
                    if (callback != null) {
                        callback.onCompletion(metadata, failure);
                    }
                });
            }
            return method.invoke(used, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } catch (RuntimeException e) {
            replaceIfRefused(used, e);
            throw e;
        }
    }

    private synchronized Producer<byte[], byte[]> current() {
        return current;
    }

    private synchronized void replaceIfRefused(Producer<byte[], byte[]> used, @Nullable Exception failure) {
        if (!Refusals.isRefusal(failure) || used != current || System.nanoTime() - madeAtNanos < pauseNanos) {
            return;
        }
        LOG.warn("The broker refuses the producer ({}), a new one asks again", String.valueOf(failure));
        current = maker.get();
        madeAtNanos = System.nanoTime();
        // A producer's callbacks run in the thread that its closing waits for.
        Thread.ofVirtual().name("closing-refused-producer").start(() -> used.close(Duration.ZERO));
    }
}
