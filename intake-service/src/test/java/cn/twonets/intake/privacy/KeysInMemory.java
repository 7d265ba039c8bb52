package cn.twonets.intake.privacy;

import cn.twonets.events.HouseholdId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The port over memory; counts the questions. */
final class KeysInMemory implements HouseholdKeys {
    private final Map<HouseholdId, KeptKey> kept = new LinkedHashMap<>();
    private final Set<HouseholdId> unfinished = new HashSet<>();
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
    public List<KeptKey.Destroyed> unfinished(Instant before, int limit) {
        return kept.values()
                .stream()
                .filter(KeptKey.Destroyed.class::isInstance)
                .map(KeptKey.Destroyed.class::cast)
                .filter(one -> unfinished.contains(one.household()) && one.erasure().at().isBefore(before))
                .limit(limit)
                .toList();
    }

    @Override
    public void finish(HouseholdId household) {
        unfinished.remove(household);
    }

    @Override
    public boolean rewriteFiles() {
        return true;
    }
}
