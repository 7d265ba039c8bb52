package cn.twonets.audit.file;

import cn.twonets.audit.Anchor;
import cn.twonets.audit.ChainId;
import cn.twonets.audit.Claim;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What others say about chains: anchors, and the openings of later chains. */
final class Claims {
    private final Map<ChainId, NavigableMap<Long, Map<String, String>>> said = new HashMap<>();
    private final Set<ChainId> anchored = new TreeSet<>();

    void anchor(Anchor anchor) {
        anchored.add(anchor.claim().chain());
        say(anchor.claim(), "the anchor of " + anchor.at());
    }

    void opening(ChainId by, List<Claim> claims) {
        claims.forEach(claim -> say(claim, "the first entry of " + by));
    }

    private void say(Claim claim, String who) {
        said.computeIfAbsent(claim.chain(), chain -> new TreeMap<>())
                .computeIfAbsent(claim.entries(), entries -> new TreeMap<>())
                .putIfAbsent(claim.head(), who);
    }

    Set<ChainId> chains() {
        return new TreeSet<>(said.keySet());
    }

    boolean isAnchored(ChainId chain) {
        return anchored.contains(chain);
    }

    /** By number of entries, the hashes that were claimed and by whom. */
    NavigableMap<Long, Map<String, String>> about(ChainId chain) {
        return said.getOrDefault(chain, new TreeMap<>());
    }
}
