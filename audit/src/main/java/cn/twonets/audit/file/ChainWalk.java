package cn.twonets.audit.file;

import cn.twonets.audit.ChainId;
import cn.twonets.audit.Claim;
import cn.twonets.audit.Line;
import cn.twonets.audit.Reference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Goes along one chain up to the first entry that is not what was written. */
final class ChainWalk implements ChainFile.Lines {
    private static final Pattern OUTCOME = Pattern.compile(",\"chain\":\"([^\"]+)\",\"begun\":(\\d{1,18}),");

    private final ChainId id;
    private final NavigableMap<Long, Map<String, String>> claims;
    private final Set<Reference> unfinished;
    private final MessageDigest sha256 = Line.sha256();
    private String head = Line.BEFORE_FIRST;
    private long entries;
    private long attested;
    private boolean closed;
    private final List<Claim> held = new ArrayList<>();
    private @Nullable Finding finding;

    /** @param unfinished acts without outcome, of all chains: grows by what begins here, shrinks by what ends here */
    ChainWalk(ChainId id, NavigableMap<Long, Map<String, String>> claims, Set<Reference> unfinished) {
        this.id = id;
        this.claims = claims;
        this.unfinished = unfinished;
    }

    @Override
    public boolean line(byte[] text, int from, int to) {
        long expected = entries + 1;
        Line line = Line.read(text, from, to).orElse(null);
        if (line == null) {
            return found(Finding.Kind.EDITED, expected, expected, "it does not have the form of an entry");
        }
        if (line.number() > expected) {
            return found(Finding.Kind.REMOVED, expected, line.number() - 1,
                    "entry " + line.number() + " follows entry " + entries);
        }
        if (line.number() < expected) {
            return found(Finding.Kind.EDITED, expected, expected,
                    "entry " + line.number() + " stands in its place");
        }
        String hash = Line.hash(sha256, head, line.body());
        if (!hash.equals(line.hash())) {
            return found(Finding.Kind.EDITED, expected, expected, expected - 1 > attested
                    ? "its hash does not follow from it and the entry before: it was edited, or that one was and given "
                            + "a new hash"
                    : "its hash does not follow from it and the entry before");
        }
        if (expected == 1 && !opens(line)) {
            return found(Finding.Kind.EDITED, 1, 1, "a chain of that name does not begin like this");
        }
        if (closed) {
            return found(Finding.Kind.EDITED, expected, expected, "it stands behind the end of the chain");
        }
        entries = expected;
        head = hash;
        follow(line);
        return claimsHold();
    }

    private boolean opens(Line line) {
        return line.kind().equals("opened") && line.json().contains("\"chain\":\"" + id + "\",");
    }

    private boolean claimsHold() {
        Map<String, String> said = claims.get(entries);
        if (said == null) {
            return true;
        }
        for (Map.Entry<String, String> one : said.entrySet()) {
            if (!one.getKey().equals(head)) {
                return found(Finding.Kind.EDITED, attested + 1, entries,
                        "the chain was written anew: " + one.getValue() + " knows entry " + entries
                                + " with another hash");
            }
        }
        attested = entries;
        held.add(new Claim(id, entries, head));
        return true;
    }

    private void follow(Line line) {
        switch (line.kind()) {
            case "begun" -> unfinished.add(new Reference(id, line.number()));
            case "done" -> {
                Matcher act = OUTCOME.matcher(new String(line.body(), StandardCharsets.US_ASCII));
                if (act.find() && ChainId.fits(act.group(1))) {
                    unfinished.remove(new Reference(new ChainId(act.group(1)), Long.parseLong(act.group(2))));
                }
            }
            case "closed" -> closed = true;
            default -> {
                // nothing to keep in mind
            }
        }
    }

    /** To be called behind the last line: what was claimed beyond it is missing. */
    void end() {
        if (finding == null && !claims.isEmpty() && claims.lastKey() > entries) {
            long claimed = claims.lastKey();
            found(Finding.Kind.CUT, entries + 1, claimed, "the chain ends with entry " + entries + ", and "
                    + String.join(" and ", claims.get(claimed).values()) + " knows it with " + claimed);
        }
    }

    private boolean found(Finding.Kind kind, long from, long to, String words) {
        finding = new Finding(kind, id, from, to, words);
        return false;
    }

    long entries() {
        return entries;
    }

    long attested() {
        return attested;
    }

    /** What was claimed of the chain and is so. */
    List<Claim> held() {
        return held;
    }

    boolean isClosed() {
        return closed;
    }

    Optional<Finding> finding() {
        return Optional.ofNullable(finding);
    }
}
