package cn.twonets.load;

import cn.twonets.events.PostId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What gathers on people's desks until they do it all at once: on each tick everything, in bulks of at most 500. */
final class Bulks implements AutoCloseable {
    private static final int MOST = 500;

    private final Map<Desk, List<Life>> gathered = new HashMap<>();
    private final ScheduledExecutorService ticks = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("bulks").factory());
    private final ExecutorService people;
    private final Doing doing;

    /** Does one bulk. */
    interface Doing {
        void act(ActKind kind, PostId as, List<Life> lives);
    }

    private record Desk(ActKind kind, PostId as) {}

    Bulks(Duration every, ExecutorService people, Doing doing) {
        this.people = people;
        this.doing = doing;
        ticks.scheduleAtFixedRate(this::tick, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    }

    synchronized void add(ActKind kind, PostId as, Life life) {
        gathered.computeIfAbsent(new Desk(kind, as), desk -> new ArrayList<>()).add(life);
    }

    private void tick() {
        Map<Desk, List<Life>> taken;
        synchronized (this) {
            taken = new HashMap<>(gathered);
            gathered.clear();
        }
        long now = System.nanoTime();
        taken.forEach((desk, lives) -> {
            lives.forEach(life -> {
                synchronized (life) {
                    life.intend(desk.kind(), now);
                }
            });
            for (int from = 0; from < lives.size(); from += MOST) {
                List<Life> part = List.copyOf(lives.subList(from, Math.min(lives.size(), from + MOST)));
                people.execute(() -> doing.act(desk.kind(), desk.as(), part));
            }
        });
    }

    @Override
    public void close() {
        ticks.shutdownNow();
    }
}
