package cn.twonets.intake.privacy;

import cn.twonets.events.HouseholdId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Envelope encryption: each household has a key of its own, kept in the store wrapped by a master key from outside it.
 * Ciphertexts read {@code <algorithm>:<base64>}. Keys in use stay in memory for a minute, so that a submission costs no
 * question more than before.
 */
public final class EnvelopeSafe implements Safe {
    private static final Logger log = LoggerFactory.getLogger(EnvelopeSafe.class);
    /** How long an instance may go on reading a household that another instance has erased. */
    public static final Duration LONGEST_MEMORY = Duration.ofMinutes(1);

    private static final int MOST_REMEMBERED = 50_000;
    private static final int PAGE = 200;
    private static final Algorithm NEW = Algorithm.A256GCM;

    private final MasterKeys masters;
    private final HouseholdKeys keys;
    private final KeyCache cache;
    private volatile boolean checked;

    public EnvelopeSafe(MasterKeys masters, HouseholdKeys keys) {
        this(masters, keys, System::nanoTime);
    }

    /** @param ticker nanoseconds that only go forward */
    EnvelopeSafe(MasterKeys masters, HouseholdKeys keys, LongSupplier ticker) {
        this.masters = masters;
        this.keys = keys;
        this.cache = new KeyCache(MOST_REMEMBERED, LONGEST_MEMORY, ticker);
    }

    /**
     * Makes sure, once, that the master keys at hand are those that the store's keys are wrapped with. Nothing is sealed
     * or opened before.
     *
     * @throws WrongMasterKeysException if some are wrapped with others
     */
    public void check() {
        if (checked) {
            return;
        }
        List<KeptKey.Wrapped> strangers = keys.wrappedByOthersThan(masters.known(), 1);
        if (!strangers.isEmpty()) {
            throw new WrongMasterKeysException(strangers.getFirst().master(), masters.known());
        }
        checked = true;
    }

    @Override
    public Set<HouseholdId> prepare(Collection<HouseholdId> households) {
        Set<HouseholdId> erased = new HashSet<>();
        Set<HouseholdId> missing = new LinkedHashSet<>();
        for (HouseholdId household : households) {
            KeyCache.Known entry = cache.get(household);
            if (entry == null) {
                missing.add(household);
            } else if (entry.key() == null) {
                erased.add(household);
            }
        }
        if (!missing.isEmpty()) {
            check();
            keys.find(missing).forEach((household, kept) -> {
                try {
                    if (remember(kept).key() == null) {
                        erased.add(household);
                    }
                } catch (UnreadableException thisOneAlone) {
                    // told to whoever seals or opens for it; the others have their keys
                }
            });
        }
        return erased;
    }

    private KeyCache.Known create(HouseholdId household) {
        return remember(keys.insert(new KeptKey.Wrapped(household, NEW.name(),
                masters.wrap(NEW.newKey(), household), masters.primary())));
    }

    private KeyCache.Known remember(KeptKey kept) {
        return switch (kept) {
            case KeptKey.Wrapped wrapped -> {
                byte[] key = masters.unwrap(wrapped.key(), wrapped.household());
                try {
                    Algorithm algorithm = Algorithm.valueOf(wrapped.algorithm());
                    yield cache.put(wrapped.household(), algorithm, algorithm.key(key));
                } catch (IllegalArgumentException e) {
                    throw new UnreadableException(
                            "the key of household " + wrapped.household() + " is of no known algorithm", e);
                }
            }
            case KeptKey.Destroyed destroyed -> cache.put(destroyed.household(), NEW, null);
        };
    }

    /** Null where there never was a key. */
    private KeyCache.@Nullable Known entry(HouseholdId household) {
        KeyCache.Known entry = cache.get(household);
        if (entry != null) {
            return entry;
        }
        check();
        KeptKey kept = keys.find(Set.of(household)).get(household);
        return kept == null ? null : remember(kept);
    }

    private static SecretKeySpec key(KeyCache.Known entry, HouseholdId household) {
        SecretKeySpec key = entry.key();
        if (key == null) {
            throw new ErasedException(household);
        }
        return key;
    }

    @Override
    public Sealed seal(Protected secret, Owner owner) {
        KeyCache.Known known = entry(owner.household());
        KeyCache.Known entry = known == null ? create(owner.household()) : known;
        SecretKeySpec key = key(entry, owner.household());
        try {
            byte[] sealed = entry.algorithm().encrypt(key, bytes(secret.plain()), bytes(owner.text()));
            return new Sealed(
                    entry.algorithm().name() + Sealed.AFTER_ALGORITHM + Base64.getEncoder().encodeToString(sealed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt", e);
        }
    }

    @Override
    public Protected open(Sealed sealed, Owner owner) {
        KeyCache.Known entry = entry(owner.household());
        SecretKeySpec key = entry == null ? null : key(entry, owner.household());
        if (sealed.isDirect()) {
            return masters.openDirect(sealed, owner);
        }
        int end = sealed.text().indexOf(Sealed.AFTER_ALGORITHM);
        try {
            if (entry == null || key == null) {
                throw new GeneralSecurityException("the household has no key");
            }
            Algorithm algorithm = Algorithm.valueOf(sealed.text().substring(0, end));
            if (algorithm != entry.algorithm()) {
                throw new GeneralSecurityException("the key is one of " + entry.algorithm());
            }
            byte[] bytes = Base64.getDecoder().decode(sealed.text().substring(end + 1));
            return new Protected(
                    new String(algorithm.decrypt(key, bytes, bytes(owner.text())), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnreadableException("what is sealed for " + owner.text() + " cannot be opened", e);
        }
    }

    @Override
    public Erasure erase(HouseholdId household, Erasure erasure) {
        Erasure first = keys.destroy(new KeptKey.Destroyed(household, erasure)).erasure();
        cache.put(household, NEW, null);
        return first;
    }

    /**
     * Wraps anew with the primary master key whatever is still wrapped with another; to be called now and then, so that a
     * master key that was replaced can be taken away.
     *
     * @return how many keys it wrapped anew
     */
    public int rewrap() {
        check();
        int done = 0;
        int inPage;
        do {
            inPage = 0;
            for (KeptKey.Wrapped old : keys.wrappedByOthersThan(Set.of(masters.primary()), PAGE)) {
                inPage += rewrap(old) ? 1 : 0;
            }
            done += inPage;
        } while (inPage > 0);
        return done;
    }

    /** One that cannot be unwrapped keeps no other from being wrapped; its master key cannot be retired. */
    private boolean rewrap(KeptKey.Wrapped old) {
        try {
            byte[] key = masters.unwrap(old.key(), old.household());
            keys.rewrap(old, new KeptKey.Wrapped(old.household(), old.algorithm(),
                    masters.wrap(key, old.household()), masters.primary()));
            return true;
        } catch (UnreadableException e) {
            log.warn("The key of household {} cannot be unwrapped, and stays as it is", old.household());
            return false;
        }
    }

    /**
     * Seals with the household's own key what was sealed with a master key, so that the household's erasure destroys what
     * opens it, and the master key can be taken away.
     *
     * @return empty if the household was erased, or it cannot be opened
     */
    public Optional<Sealed> reseal(Sealed direct, Owner owner) {
        try {
            return Optional.of(seal(open(direct, owner), owner));
        } catch (ErasedException | UnreadableException staysAsItIs) {
            return Optional.empty();
        }
    }

    @Override
    public String mark(String purpose, String value) {
        return masters.mark(purpose, value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
