package cn.twonets.load;

import cn.twonets.events.PostId;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One need's life as its people see it. Guarded by itself: records and answers come on different threads. */
public final class Life {
    private final long number;
    private final Village village;
    private final String key;
    private final boolean inBulk;
    private String need = "";
    private PostId responsible;
    private List<String> candidates = List.of();
    private boolean acknowledged;
    private String referral = "";
    private String provider = "";
    private boolean closed;
    private boolean broken;
    private final Map<ActKind, Long> intended = new EnumMap<>(ActKind.class);
    private final Set<ActKind> begun = EnumSet.noneOf(ActKind.class);
    private final Set<ActKind> shown = EnumSet.noneOf(ActKind.class);

    Life(long number, Village village, String key, boolean inBulk) {
        this.number = number;
        this.village = village;
        this.key = key;
        this.inBulk = inBulk;
        this.responsible = village.leader();
    }

    /** Counts from 0 within its driver. */
    public long number() {
        return number;
    }

    /** Where it happens. */
    public Village village() {
        return village;
    }

    /** The idempotency key of its submission. */
    public String key() {
        return key;
    }

    /** Whether its people act on it together with others, as far as there are bulk calls. */
    public boolean isInBulk() {
        return inBulk;
    }

    /** The need's id; empty until the submission was answered. */
    public synchronized String need() {
        return need;
    }

    /** Whether it ended as it should. */
    public synchronized boolean isClosed() {
        return closed;
    }

    /** Whether it cannot go on. */
    public synchronized boolean isBroken() {
        return broken;
    }

    /** The acts that were begun so far. */
    public synchronized Set<ActKind> begun() {
        return begun.isEmpty() ? Set.of() : EnumSet.copyOf(begun);
    }

    void named(String id) {
        need = id;
    }

    /** False if it was begun before: events may be seen twice. */
    boolean begin(ActKind kind, long intendedNanos) {
        if (broken || closed || !begun.add(kind)) {
            return false;
        }
        intended.put(kind, intendedNanos);
        return true;
    }

    /** False if it was shown before, or never begun. */
    boolean show(ActKind kind) {
        return begun.contains(kind) && shown.add(kind);
    }

    long intended(ActKind kind) {
        return intended.getOrDefault(kind, 0L);
    }

    /** Says anew when an act was meant: bulks are sent some time after they were begun to be filled. */
    void intend(ActKind kind, long intendedNanos) {
        intended.put(kind, intendedNanos);
    }

    PostId responsible() {
        return responsible;
    }

    void assigned(PostId post) {
        responsible = post;
    }

    List<String> candidates() {
        return candidates;
    }

    void matched(List<String> services) {
        candidates = services;
    }

    boolean acknowledged() {
        return acknowledged;
    }

    void acknowledge() {
        acknowledged = true;
    }

    String referral() {
        return referral;
    }

    PostId department() {
        return Fleet.department(provider);
    }

    void offered(String id, String by) {
        referral = id;
        provider = by;
    }

    void close() {
        closed = true;
    }

    /** False if it was closed or broken before. */
    boolean breakOff() {
        if (closed || broken) {
            return false;
        }
        broken = true;
        return true;
    }
}
