package cn.twonets.intake.privacy;

import cn.twonets.events.HouseholdId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The port over memory; counts the questions. */
final class KeysInMemory implements HouseholdKeys {
    private final Map<HouseholdId, KeptKey> kept = new LinkedHashMap<>();
    private final Set<HouseholdId> unfinished = new HashSet<>();
    private final Set<HouseholdId> inFiles = new HashSet<>();
    int questions;

    @Override
    public Map<HouseholdId, KeptKey> find(Collection<HouseholdId> households) {
        questions++;
        Map<HouseholdId, KeptKey> found = new LinkedHashMap<>(kept);
        found.keySet().retainAll(households);
        return found;
    }

    @Override
    public KeptKey insert(KeptKey.Wrapped key) {
        questions++;
        KeptKey present = kept.putIfAbsent(key.household(), key);
        return present == null ? key : present;
    }

    @Override
    public void rewrap(KeptKey.Wrapped before, KeptKey.Wrapped after) {
        kept.replace(before.household(), before, after);
    }

    @Override
    public KeptKey.Destroyed destroy(KeptKey.Destroyed destroyed) {
        if (kept.get(destroyed.household()) instanceof KeptKey.Destroyed first) {
            return first;
        }
        kept.put(destroyed.household(), destroyed);
        unfinished.add(destroyed.household());
        return destroyed;
    }

    @Override
    public List<KeptKey.Wrapped> wrappedByOthersThan(Set<String> masters, int limit) {
        return kept.values()
                .stream()
                .filter(KeptKey.Wrapped.class::isInstance)
                .map(KeptKey.Wrapped.class::cast)
                .filter(key -> !masters.contains(key.master()))
                .limit(limit)
                .toList();
    }

    @Override
    public List<KeptKey.Destroyed> notTakenAway(Instant before, @Nullable HouseholdId after, int limit) {
        return destroyedBefore(before)
                .filter(one -> unfinished.contains(one.household()))
                .filter(one -> after == null || one.household().value().compareTo(after.value()) > 0)
                .sorted(Comparator.comparing(one -> one.household().value()))
                .limit(limit)
                .toList();
    }

    private Stream<KeptKey.Destroyed> destroyedBefore(Instant before) {
        return kept.values()
                .stream()
                .filter(KeptKey.Destroyed.class::isInstance)
                .map(KeptKey.Destroyed.class::cast)
                .filter(one -> one.erasure().at().isBefore(before));
    }

    @Override
    public void takenAway(KeptKey.Destroyed destroyed) {
        if (unfinished.remove(destroyed.household())) {
            inFiles.add(destroyed.household());
        }
    }

    @Override
    public boolean rewriteFiles(Duration patience) {
        return true;
    }

    @Override
    public void leftFiles(HouseholdId household) {
        inFiles.remove(household);
    }

    @Override
    public void leftFiles(Instant before) {
        destroyedBefore(before).forEach(one -> inFiles.remove(one.household()));
    }

    @Override
    public int inFiles(Instant before) {
        return (int) destroyedBefore(before).filter(one -> inFiles.contains(one.household())).count();
    }

    @Override
    public int unfinished(Instant before) {
        return (int) destroyedBefore(before).filter(one -> unfinished.contains(one.household())).count()
                + inFiles(before);
    }
}
