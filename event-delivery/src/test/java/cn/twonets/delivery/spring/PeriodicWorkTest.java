package cn.twonets.delivery.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PeriodicWorkTest {
    @Test
    void goesOnAfterARoundThatFailed() {
        AtomicInteger rounds = new AtomicInteger();
        PeriodicWork work = new PeriodicWork("test", new PeriodicWork.Task("failing", Duration.ofMillis(1), () -> {
            rounds.incrementAndGet();
            throw new IllegalStateException("the store is away");
        }));
        work.start();
        await().until(() -> rounds.get() >= 3);
        work.stop();
        assertThat(work.isRunning()).isFalse();
    }

    @Test
    void canBeStartedAgain() {
        AtomicInteger rounds = new AtomicInteger();
        PeriodicWork work = new PeriodicWork(
                "test",
                new PeriodicWork.Task("counting", Duration.ofMillis(1), rounds::incrementAndGet));
        work.start();
        await().until(() -> rounds.get() >= 1);
        work.stop();
        int after = rounds.get();
        work.start();
        await().until(() -> rounds.get() > after);
        work.stop();
    }
}
