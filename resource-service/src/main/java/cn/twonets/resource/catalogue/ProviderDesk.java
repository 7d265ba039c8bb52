package cn.twonets.resource.catalogue;

import cn.twonets.delivery.Act;
import cn.twonets.events.PostId;
import cn.twonets.events.ProviderId;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Registers providers, and names and ends those who act for them. What is done here holds at once, at every instance. */
public final class ProviderDesk {
    private static final int MOST_TRIES = 20;

    private final Providers providers;
    private final Clerks clerks;
    private final Clock clock;

    public ProviderDesk(Providers providers, Clerks clerks, Clock clock) {
        this.providers = providers;
        this.clerks = clerks;
        this.clock = clock;
    }

    /** What became of an act. */
    public sealed interface Answer<T> {
        /** It is like this now, by this act or since before. */
        record Done<T>(T it) implements Answer<T> {}

        /** There is no such thing. */
        record NotFound<T>() implements Answer<T> {}

        /** It belongs to another: the code to another registration, the post to another provider. */
        record Taken<T>() implements Answer<T> {}

        /** The caller saw an older version. */
        record Stale<T>() implements Answer<T> {}

        /** The key of the act was used for something else. */
        record KeyReused<T>() implements Answer<T> {}
    }

    /**
     * Registers a provider.
     *
     * @param act of the caller; null for what the product does by itself
     */
    public Answer<Provider> register(ProviderId id, String name, ProviderKind kind, @Nullable Act act) {
        if (act != null) {
            Provider before = providers.madeBy(act.key()).orElse(null);
            if (before != null) {
                return repeated(before, act, before.made());
            }
        }
        Provider made = new Provider(id, name, kind, 1, act);
        if (providers.add(made)) {
            return new Answer.Done<>(made);
        }
        // perhaps by this very act, come twice at once
        Provider there = providers.find(id).orElseThrow();
        return act != null && there.made() != null && there.made().key().equals(act.key())
                ? repeated(there, act, there.made())
                : new Answer.Taken<>();
    }

    /**
     * Gives a provider another name or kind.
     *
     * @param name null to leave it
     * @param kind null to leave it
     * @param seen whether the caller saw that version
     */
    public Answer<Provider> amend(ProviderId id, @Nullable String name, @Nullable ProviderKind kind,
            LongPredicate seen) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Provider before = providers.find(id).orElse(null);
            if (before == null) {
                return new Answer.NotFound<>();
            }
            if (!seen.test(before.version())) {
                return new Answer.Stale<>();
            }
            Provider next = before.as(name == null ? before.name() : name, kind == null ? before.kind() : kind);
            if (next.name().equals(before.name()) && next.kind() == before.kind()) {
                return new Answer.Done<>(before);
            }
            if (providers.replace(next)) {
                return new Answer.Done<>(next);
            }
        }
        throw neverEnding();
    }

    /**
     * Has a post act for a provider, from now on.
     *
     * @param act of the caller; null for what the product does by itself
     */
    public Answer<Clerk> name(ProviderId provider, PostId post, @Nullable Act act) {
        if (providers.find(provider).isEmpty()) {
            return new Answer.NotFound<>();
        }
        if (act != null) {
            Clerk changed = clerks.changedBy(act.key()).orElse(null);
            if (changed != null) {
                return repeated(changed, act);
            }
        }
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Clerk before = clerks.find(post).orElse(null);
            if (before != null && act != null && remembered(before, act) != null) {
                return repeated(before, act);
            }
            if (before != null && before.isCurrent()) {
                return before.provider().equals(provider) ? new Answer.Done<>(before) : new Answer.Taken<>();
            }
            Clerk next = before == null
                    ? Clerk.named(post, provider, now(), act)
                    : before.again(provider, now(), act);
            if (clerks.write(next)) {
                return new Answer.Done<>(next);
            }
        }
        throw neverEnding();
    }

    /**
     * Has a post act for a provider no more, from now on. One whose right has ended already stays as it is.
     *
     * @param seen whether the caller saw that version
     */
    public Answer<Clerk> end(ProviderId provider, PostId post, LongPredicate seen, Act act) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Clerk before = clerks.find(post).filter(one -> one.provider().equals(provider)).orElse(null);
            if (before == null) {
                return new Answer.NotFound<>();
            }
            if (remembered(before, act) != null) {
                return repeated(before, act);
            }
            if (!seen.test(before.version())) {
                return new Answer.Stale<>();
            }
            if (!before.isCurrent()) {
                return new Answer.Done<>(before);
            }
            Clerk next = before.ended(now(), act);
            if (clerks.write(next)) {
                return new Answer.Done<>(next);
            }
        }
        throw neverEnding();
    }

    private static Answer<Clerk> repeated(Clerk clerk, Act act) {
        return repeated(clerk, act, remembered(clerk, act));
    }

    /** What is there now, if the act asks for the same as it did before. */
    private static <T> Answer<T> repeated(T it, Act act, @Nullable Act before) {
        return act.equals(before) ? new Answer.Done<>(it) : new Answer.KeyReused<>();
    }

    private static @Nullable Act remembered(Clerk clerk, Act act) {
        return clerk.acts().stream().filter(one -> one.key().equals(act.key())).findFirst().orElse(null);
    }

    /** As exactly as it is stored. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static IllegalStateException neverEnding() {
        return new IllegalStateException("conflicting writes do not end");
    }
}
