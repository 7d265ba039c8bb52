package cn.twonets.resource.referrals;

import cn.twonets.delivery.Stored;
import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.NeedId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which aid services the decisions of a batch may match or draw on. Most of what is heard asks for none, and then neither
 * the catalogue nor a pool need be read.
 *
 * @param kinds all services that give one of these
 * @param named these beside them
 */
record Relevance(Set<AidKind> kinds, Set<AidServiceId> named) {
    /** What the needs ask for as they are stored now, once they have heard what is new to them. */
    static Relevance of(Map<NeedId, Optional<Wanted>> open, Map<String, Stored<AidRecord>> stored, Instant now) {
        Set<AidKind> kinds = EnumSet.noneOf(AidKind.class);
        Set<AidServiceId> named = new HashSet<>();
        open.forEach((need, heard) -> {
            AidRecord record = hearing(need, heard, stored.get(need.value()));
            Wanted wanted = record.wanted();
            if (wanted == null) {
                return;
            }
            if (ReferralRules.isToBeMatched(record)) {
                kinds.addAll(wanted.kinds());
            }
            if (wanted.wish() != null && ReferralRules.mayPlace(record, wanted.wish(), now)) {
                named.addAll(record.placement().remaining());
                named.addAll(record.fit().eligible());
            }
        });
        return new Relevance(kinds, named);
    }

    /** The record as it stands once it has heard that. */
    static AidRecord hearing(NeedId need, Optional<Wanted> heard, @Nullable Stored<AidRecord> stored) {
        AidRecord record = stored == null ? AidRecord.unheard(need) : stored.state();
        return heard.filter(wanted -> ReferralRules.tellsSomethingNew(record.wanted(), wanted))
                .map(record::with)
                .orElse(record);
    }

    boolean isNone() {
        return kinds.isEmpty() && named.isEmpty();
    }

    /** Whether everything that the other one asks for is at hand. */
    boolean covers(Relevance other) {
        return kinds.containsAll(other.kinds) && named.containsAll(other.named);
    }
}
