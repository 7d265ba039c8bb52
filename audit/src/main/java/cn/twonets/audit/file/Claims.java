package cn.twonets.audit.file;

import cn.twonets.audit.Anchor;
import cn.twonets.audit.ChainId;
import cn.twonets.audit.Claim;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What others say about chains: anchors, and the openings of later chains. */
final class Claims {
    private final Map<ChainId, NavigableMap<Long, Map<String, String>>> said = new HashMap<>();
    private final Set<Claim> anchored = new HashSet<>();
    private final Map<Claim, Set<ChainId>> opened = new HashMap<>();

    void anchor(Anchor anchor) {
        anchored.add(anchor.claim());
        say(anchor.claim(), "the anchor of " + anchor.at());
    }

    void opening(ChainId by, List<Claim> claims) {
        claims.forEach(claim -> {
            opened.computeIfAbsent(claim, one -> new HashSet<>()).add(by);
            say(claim, "the first entry of " + by);
        });
    }

    private void say(Claim claim, String who) {
        said.computeIfAbsent(claim.chain(), chain -> new TreeMap<>())
                .computeIfAbsent(claim.entries(), entries -> new TreeMap<>())
                .putIfAbsent(claim.head(), who);
    }

    Set<ChainId> chains() {
        return new TreeSet<>(said.keySet());
    }

    /**
     * The chains that the topic attests, itself or through others: of each something holds that an anchor says, or the first
     * entry of a chain that is attested. A chain found before the topic began anew is known to that first entry alone.
     *
     * @param held what was claimed of each chain and holds
     */
    Set<ChainId> attested(Set<Claim> held) {
        Set<ChainId> attested = new HashSet<>();
        List<Claim> open = new ArrayList<>(held);
        int before;
        do {
            before = open.size();
            open.removeIf(claim -> {
                boolean holds = isAttested(claim, attested);
                if (holds) {
                    attested.add(claim.chain());
                }
                return holds;
            });
        } while (open.size() < before);
        return attested;
    }

    private boolean isAttested(Claim claim, Set<ChainId> attested) {
        return anchored.contains(claim) || !Collections.disjoint(opened.getOrDefault(claim, Set.of()), attested);
    }

    /** By number of entries, the hashes that were claimed and by whom. */
    NavigableMap<Long, Map<String, String>> about(ChainId chain) {
        return said.getOrDefault(chain, new TreeMap<>());
    }
}
