package cn.twonets.load;

import cn.twonets.events.PostId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Leads needs through their lives. Whoever must act next learns it from the event topics, as an outside consumer sees
 * them, and acts through the gateway. A life is closed when the village has confirmed it and the closed case was seen on
 * its topic. Records may be seen twice and in any order between topics.
 */
public final class LifeDriver implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LifeDriver.class);

    private final Fleet fleet;
    private final Course course;
    private final LifeListener listener;
    private final Acts acts;
    private final String run;
    private final JsonMapper json = new JsonMapper();
    private final ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
    private final Bulks bulks;
    private final Map<String, Life> byNeed = new ConcurrentHashMap<>();
    private final Early early = new Early();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong assigned = new AtomicLong();
    private final AtomicLong closed = new AtomicLong();
    private final AtomicLong broken = new AtomicLong();

    /**
     * @param run names this run within all keys: the same name again repeats the same wishes
     * @param history is told every sending
     */
    public LifeDriver(Fleet fleet, Course course, String run, Sender sender, ClientHistory history,
            LifeListener listener) {
        this.fleet = fleet;
        this.course = course;
        this.run = run;
        this.listener = listener;
        this.acts = new Acts(sender, history, listener, course, run);
        this.bulks = new Bulks(course.bulkEvery(), people, this::actInBulk);
    }

    /** Begins one life in the village whose turn it is: its submission is sent at once, on a thread of its own. */
    public Life begin(long intendedNanos) {
        Life life = newLife(fleet.village(begun.get()), false);
        people.execute(() -> guarded(life, ActKind.SUBMIT, () -> {
            synchronized (life) {
                life.begin(ActKind.SUBMIT, intendedNanos);
            }
            submitted(life, acts.submit(life));
        }));
        return life;
    }

    /**
     * Begins several lives in the village whose turn it is, submitted in one batch of at most 1,000. They are led on in
     * bulk: whoever acts on them does so for all that have gathered.
     */
    public List<Life> beginBatch(int size, long batch, long intendedNanos) {
        Village village = fleet.village(batch);
        List<Life> lives = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Life life = newLife(village, true);
            synchronized (life) {
                life.begin(ActKind.SUBMIT, intendedNanos);
            }
            lives.add(life);
        }
        people.execute(() -> guarded(lives.getFirst(), ActKind.SUBMIT,
                () -> acts.submitAll(village, lives).forEach(this::submitted)));
        return lives;
    }

    private Life newLife(Village village, boolean inBulk) {
        long number = begun.getAndIncrement();
        return new Life(number, village, run + "-" + number, inBulk);
    }

    /** To be told every record that the watch over the topics sees. */
    public void saw(Seen seen) {
        Life life = byNeed.get(seen.need());
        if (life == null) {
            early.keep(seen);
            // the submission may have been answered in between
            life = byNeed.get(seen.need());
            if (life == null) {
                return;
            }
            early.take(seen.need()).forEach(this::saw);
            return;
        }
        follow(life, seen);
    }

    private void submitted(Life life, Acts.Submitted answer) {
        if (answer.need().isEmpty()) {
            breakOff(life, ActKind.SUBMIT, answer.why());
            return;
        }
        synchronized (life) {
            life.named(answer.need());
        }
        byNeed.put(answer.need(), life);
        early.take(answer.need()).forEach(this::saw);
    }

    private void follow(Life life, Seen seen) {
        switch (seen.type()) {
            case "case.assigned", "case.escalated", "case.reopened" -> assigned(life, seen);
            case "aid.matched" -> matched(life, seen);
            case "case.acknowledged" -> {
                shown(life, ActKind.ACKNOWLEDGE, seen.nanos());
                synchronized (life) {
                    life.acknowledge();
                }
                referIfPossible(life);
            }
            case "referral.offered" -> offered(life, seen);
            case "referral.accepted" -> {
                shown(life, ActKind.ACCEPT, seen.nanos());
                act(life, ActKind.DELIVER);
            }
            case "case.resolved" -> {
                shown(life, ActKind.DELIVER, seen.nanos());
                act(life, ActKind.CONFIRM);
            }
            case "case.closed" -> closed(life, seen);
            default -> {
            }
        }
    }

    private void assigned(Life life, Seen seen) {
        shown(life, ActKind.SUBMIT, seen.nanos());
        if (course.intakeOnly()) {
            if (byNeed.remove(seen.need()) != null) {
                assigned.incrementAndGet();
            }
            return;
        }
        String post = course.refersAtOnce(life.number())
                ? ""
                : state(seen).path("responsible").path("post").asString("");
        if (!post.isEmpty()) {
            synchronized (life) {
                life.assigned(new PostId(post));
            }
            act(life, ActKind.ACKNOWLEDGE);
        }
    }

    private void matched(Life life, Seen seen) {
        if (!course.refersAtOnce(life.number())) {
            List<String> services = new ArrayList<>();
            state(seen).path("candidates").forEach(one -> services.add(one.path("service").asString("")));
            synchronized (life) {
                life.matched(services);
            }
            referIfPossible(life);
        }
    }

    /** A leader refers once there are candidates to choose from and the case is signed for. */
    private void referIfPossible(Life life) {
        boolean ready;
        synchronized (life) {
            ready = life.acknowledged() && !life.candidates().isEmpty();
        }
        if (ready) {
            act(life, ActKind.REFER);
        }
    }

    private void offered(Life life, Seen seen) {
        shown(life, ActKind.REFER, seen.nanos());
        JsonNode referral = state(seen).path("referral");
        synchronized (life) {
            life.offered(seen.need() + "." + referral.path("attempt").asInt(0),
                    referral.path("provider").asString(""));
        }
        act(life, ActKind.ACCEPT);
    }

    private void closed(Life life, Seen seen) {
        boolean confirmed = state(seen).path("closeReason").asString("").equals("CONFIRMED");
        synchronized (life) {
            if (life.isClosed()) {
                return;
            }
            if (confirmed && life.begun().contains(ActKind.CONFIRM)) {
                life.close();
            }
        }
        if (!life.isClosed()) {
            breakOff(life, ActKind.CONFIRM, "closed as " + state(seen).path("closeReason").asString("?"));
            return;
        }
        shown(life, ActKind.CONFIRM, seen.nanos());
        byNeed.remove(seen.need());
        closed.incrementAndGet();
        listener.closed(life, seen.nanos());
    }

    private void shown(Life life, ActKind kind, long nanos) {
        long intended;
        synchronized (life) {
            if (!life.show(kind)) {
                return;
            }
            intended = life.intended(kind);
        }
        listener.visible(kind, intended, nanos);
    }

    private void act(Life life, ActKind kind) {
        long now = System.nanoTime();
        synchronized (life) {
            if (!life.begin(kind, now)) {
                return;
            }
        }
        // A village answers for one household at a time: there is no bulk call for confirmations.
        if (life.isInBulk() && kind != ActKind.CONFIRM) {
            bulks.add(kind, acts.actor(life, kind), life);
        } else {
            people.execute(() -> guarded(life, kind, () -> ended(life, kind, acts.act(life, kind))));
        }
    }

    private void actInBulk(ActKind kind, PostId as, List<Life> lives) {
        guarded(lives.getFirst(), kind, () -> acts.actAll(kind, as, lives)
                .forEach((life, why) -> ended(life, kind, why)));
    }

    /** @param why why it went wrong for good; empty if it did not */
    private void ended(Life life, ActKind kind, String why) {
        if (!why.isEmpty()) {
            breakOff(life, kind, why);
        }
    }

    private void breakOff(Life life, ActKind kind, String why) {
        synchronized (life) {
            if (!life.breakOff()) {
                return;
            }
        }
        if (!life.need().isEmpty()) {
            byNeed.remove(life.need());
        }
        broken.incrementAndGet();
        listener.broken(life, kind, why);
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /** What fails here by itself is a fault of the driver; it must show, not vanish with its thread. */
    private void guarded(Life life, ActKind kind, Work work) {
        try {
            work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("{} of life {} failed in the driver", kind, life.number(), e);
            breakOff(life, kind, e.toString());
        }
    }

    private JsonNode state(Seen seen) {
        return json.readTree(seen.value()).path("state");
    }

    /** Lives begun so far. */
    public long begun() {
        return begun.get();
    }

    /** Lives that ended as they should. */
    public long closed() {
        return closed.get();
    }

    /** Lives that cannot go on. */
    public long broken() {
        return broken.get();
    }

    /** Lives that need nothing more: closed, broken or, at intake only, assigned. */
    public long ended() {
        return closed() + broken() + assigned.get();
    }

    /** Accepted needs that are neither closed nor broken. */
    public List<Life> underWay() {
        return List.copyOf(byNeed.values());
    }

    /** Waits until every begun life has ended or, at intake only, is assigned; false if the time is over before. */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (ended() < begun()) {
            if (System.nanoTime() > until) {
                return false;
            }
            Thread.sleep(20);
        }
        return true;
    }

    /** Lets nobody act any more. */
    @Override
    public void close() {
        bulks.close();
        people.shutdownNow();
    }
}
