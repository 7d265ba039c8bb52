package cn.twonets.system.judge;

import cn.twonets.load.ActKind;
import cn.twonets.load.Attempt;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one client may claim of one need, from its own history alone. */
public final class Claim {
    /** How a wish ended as far as its client knows. */
    public enum Known {
        /** It was never sent. */
        NOTHING,
        /** It was acknowledged: it must be there. */
        ACCEPTED,
        /** It was refused, and no sending of it is unaccounted for: it must not be there. */
        REFUSED,
        /** It was refused after an answer was lost: the repeat must have settled it. */
        REFUSED_AFTER_UNKNOWN,
        /** Its last answer was lost. */
        UNKNOWN
    }

    private final String key;
    private final Set<String> contentHashes = new TreeSet<>();
    private final Set<String> needs = new TreeSet<>();
    private final Map<ActKind, Known> acts = new EnumMap<>(ActKind.class);
    private boolean lostAnAnswer;

    private Claim(String key) {
        this.key = key;
    }

    /** The claims of all clients, gathered attempt by attempt: a long history itself does not fit into memory. */
    public static final class Gathering {
        private final Map<Long, Claim> byLife = new HashMap<>();

        /** Takes in one attempt; those of a life in their order. */
        public void add(Attempt attempt) {
            byLife.computeIfAbsent(attempt.life(), life -> new Claim(attempt.key())).heard(attempt);
        }

        /** All claims so far. */
        public List<Claim> claims() {
            return new ArrayList<>(byLife.values());
        }
    }

    private void heard(Attempt attempt) {
        Known before = of(attempt.kind());
        Known now = switch (attempt.outcome()) {
            case ACCEPTED -> Known.ACCEPTED;
            case UNKNOWN -> before == Known.ACCEPTED ? before : Known.UNKNOWN;
            case REFUSED -> switch (before) {
                case ACCEPTED -> before;
                case UNKNOWN, REFUSED_AFTER_UNKNOWN -> Known.REFUSED_AFTER_UNKNOWN;
                case NOTHING, REFUSED -> Known.REFUSED;
            };
        };
        lostAnAnswer |= attempt.outcome() == Attempt.Outcome.UNKNOWN;
        acts.put(attempt.kind(), now);
        if (attempt.kind() == ActKind.SUBMIT) {
            contentHashes.add(attempt.contentHash());
            if (attempt.outcome() == Attempt.Outcome.ACCEPTED) {
                needs.add(attempt.subject());
            }
        }
    }

    /** The idempotency key of the submission. */
    public String key() {
        return key;
    }

    /** Of the bodies that were submitted; one, unless the client is broken. */
    public Set<String> contentHashes() {
        return contentHashes;
    }

    /** The ids that were answered; more than one says that it was done twice. */
    public Set<String> needs() {
        return needs;
    }

    /** The need; null if no submission was acknowledged. */
    public @Nullable String need() {
        return needs.isEmpty() ? null : needs.iterator().next();
    }

    /** What is known of an act. */
    public Known of(ActKind kind) {
        return acts.getOrDefault(kind, Known.NOTHING);
    }

    /** Whether the answer to at least one sending was lost. */
    public boolean lostAnAnswer() {
        return lostAnAnswer;
    }

    /** Whether every act up to the village's own confirmation was acknowledged: then the need must be closed. */
    public boolean isFinished() {
        return of(ActKind.CONFIRM) == Known.ACCEPTED;
    }
}
