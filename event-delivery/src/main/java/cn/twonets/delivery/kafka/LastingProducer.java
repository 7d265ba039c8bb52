package cn.twonets.delivery.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A producer that outlives being shut out by the broker. Kafka's own never asks again for its number once it was not let in
 * when it asked, and everything it is handed from then on only times out: a password or a user that an operator has mended
 * would need a restart of every service. In its place a new one is made when the next record is handed over, at most one
 * every two seconds. What the old one had not sent fails, and whoever handed it over sends it again.
 */
public final class LastingProducer implements InvocationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(LastingProducer.class);
    private static final long PAUSE_NANOS = Duration.ofSeconds(2).toNanos();

    private final Supplier<Producer<byte[], byte[]>> maker;
    private final long pauseNanos;
    private final LongSupplier nanos;
    private Producer<byte[], byte[]> current;
    private long madeAtNanos;
    private boolean shutOut;

    private LastingProducer(Supplier<Producer<byte[], byte[]>> maker, long pauseNanos, LongSupplier nanos) {
        this.maker = maker;
        this.pauseNanos = pauseNanos;
        this.nanos = nanos;
        this.current = maker.get();
        this.madeAtNanos = nanos.getAsLong();
    }

    /** @param maker makes a producer that has not been shut out yet */
    public static Producer<byte[], byte[]> of(Supplier<Producer<byte[], byte[]>> maker) {
        return of(maker, PAUSE_NANOS, System::nanoTime);
    }

    @SuppressWarnings("unchecked")
    static Producer<byte[], byte[]> of(Supplier<Producer<byte[], byte[]>> maker, long pauseNanos, LongSupplier nanos) {
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(LastingProducer.class.getClassLoader(),
                new Class<?>[]{Producer.class}, new LastingProducer(maker, pauseNanos, nanos));
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        boolean isSend = method.getName().equals("send") && arguments != null;
        Producer<byte[], byte[]> used = isSend ? usable() : inUse();
        try {
            if (isSend) {
                Callback callback = arguments.length > 1 ? (Callback) arguments[1] : null;
                return used.send((ProducerRecord<byte[], byte[]>) arguments[0], (metadata, failure) -> {
                    heed(used, failure);
                    if (callback != null) {
                        callback.onCompletion(metadata, failure);
                    }
                });
            }
            return method.invoke(used, arguments);
        } catch (InvocationTargetException e) {
            heed(used, e.getCause());
            throw e.getCause();
        } catch (RuntimeException e) {
            heed(used, e);
            throw e;
        }
    }

    private synchronized Producer<byte[], byte[]> inUse() {
        return current;
    }

    private synchronized Producer<byte[], byte[]> usable() {
        if (shutOut && nanos.getAsLong() - madeAtNanos >= pauseNanos) {
            Producer<byte[], byte[]> old = current;
            current = maker.get();
            madeAtNanos = nanos.getAsLong();
            shutOut = false;
            // It may be its own thread that hands this record over, from a callback: closing waits for that thread.
            Thread.ofVirtual().name("closing-refused-producer").start(() -> old.close(Duration.ZERO));
        }
        return current;
    }

    /** Kept in mind however early it comes: a producer that is shut out tells of it once and times out ever after. */
    private synchronized void heed(Producer<byte[], byte[]> used, @Nullable Throwable failure) {
        if (used == current && !shutOut && isShutOut(failure)) {
            LOG.warn("The broker does not let this service in ({}), a new producer will ask again",
                    String.valueOf(failure));
            shutOut = true;
        }
    }

    /** A right that one topic lacks is none of these: the producer goes on with it once it is given. */
    private static boolean isShutOut(@Nullable Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthenticationException || cause instanceof ClusterAuthorizationException) {
                return true;
            }
        }
        return false;
    }
}
