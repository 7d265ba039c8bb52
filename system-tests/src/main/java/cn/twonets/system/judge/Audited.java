package cn.twonets.system.judge;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * I13, with hashes worked out here. Chains are whole and as they were anchored, and as later chains found them. What
 * people did, as the stores tell it, stands in them under the same correlation id; it may lack its outcome, which a kill
 * takes away. A need that is said to have been made is there. An entry that a kill broke off is none.
 *
 * <p>
 * Reads line by line and keeps the correlation ids of what was done, about a hundred bytes each, and no entry.
 */
final class Audited {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ANCHORS = "twonets.audit.v1";
    private static final String HASH = ",\"hash\":\"";
    private static final String SUBMISSION = "POST /api/v1/needs";
    private static final int CREATED = 201;

    private final Verdict verdict;
    /** By chain, at how many entries somebody else knows it with which hashes. */
    private final Map<String, Map<Long, Set<String>>> claims = new HashMap<>();
    /** Correlation ids of what was done and was not yet found, with what it was. */
    private final Map<String, String> done = new LinkedHashMap<>();
    private final Set<String> needs = new HashSet<>();
    /** Submissions whose outcome was not yet found, by chain and number. */
    private final Set<String> submissions = new HashSet<>();

    Audited(Verdict verdict) {
        this.verdict = verdict;
    }

    /** @param stored every aggregate that is stored */
    void judge(Path folder, Topics topics, Map<Family, Map<String, Kept>> stored) {
        List<JsonNode> anchors = new ArrayList<>();
        topics.read(List.of(ANCHORS), record -> anchors.add(JSON.readTree(record.value())));
        judge(folder, anchors, stored);
    }

    void judge(Path folder, List<JsonNode> anchors, Map<Family, Map<String, Kept>> stored) {
        needs.addAll(stored.getOrDefault(Family.NEED, Map.of()).keySet());
        stored.forEach((family, kept) -> kept.values().forEach(one -> one.history()
                .stream()
                .filter(happened -> !happened.act().isEmpty())
                .forEach(happened -> done.put(happened.act(), family + " " + one.id() + " " + happened.type()))));
        verdict.looked(Invariant.I13, done.size());
        verdict.require(!anchors.isEmpty(), Invariant.I13, ANCHORS, "nothing was ever anchored");
        anchors.forEach(this::claim);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> chains = files.filter(one -> one.toString().endsWith(".jsonl")).sorted().toList();
            for (Path chain : chains) {
                lines(chain, first -> {
                    read(first).path("before").forEach(this::claim);
                    return false;
                });
            }
            for (Path chain : chains) {
                new Walk(chain).judge();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        claims.forEach((chain, left) -> left.keySet().forEach(entries -> verdict.add(Invariant.I13,
                chain + " " + entries, "was anchored, and is not there")));
        done.forEach((act, what) -> verdict.add(Invariant.I13, what, "was done, and nobody wrote down act " + act));
    }

    private void claim(JsonNode claim) {
        verdict.looked(Invariant.I13, 1);
        claims.computeIfAbsent(claim.path("chain").asString(""), chain -> new HashMap<>())
                .computeIfAbsent(claim.path("entries").asLong(0), entries -> new HashSet<>())
                .add(claim.path("head").asString(""));
    }

    /** Whole lines only: what a kill broke off has no line feed. */
    private static void lines(Path file, Predicate<String> goesOn) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream(1_024);
            for (int one = in.read(); one >= 0; one = in.read()) {
                if (one != '\n') {
                    line.write(one);
                } else if (goesOn.test(line.toString(StandardCharsets.ISO_8859_1))) {
                    line.reset();
                } else {
                    return;
                }
            }
        }
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (JacksonException edited) {
            // its hash tells that it was
            return JSON.missingNode();
        }
    }

    /** Along one chain, up to the first entry that is not what was written. */
    private final class Walk {
        private final Path file;
        private final String chain;
        private final Map<Long, Set<String>> claimed;
        private String before = "0".repeat(64);
        private long entries;

        Walk(Path file) {
            this.file = file;
            this.chain = file.getFileName().toString().replace(".jsonl", "");
            this.claimed = claims.getOrDefault(chain, new HashMap<>());
        }

        void judge() throws IOException {
            lines(file, this::follows);
        }

        private boolean follows(String line) {
            String place = chain + " " + (entries + 1);
            int hash = line.lastIndexOf(HASH);
            String own = hash < 0 ? "" : sha256(before + line.substring(0, hash));
            boolean follows = hash >= 0 && line.substring(hash).equals(HASH + own + "\"}");
            verdict.require(follows, Invariant.I13, place, "does not follow from the entry before");
            if (!follows) {
                return false;
            }
            entries++;
            before = own;
            Set<String> heads = claimed.remove(entries);
            verdict.require(heads == null || heads.equals(Set.of(own)), Invariant.I13, place,
                    "is not as it was anchored");
            take(read(line));
            return true;
        }

        private void take(JsonNode entry) {
            switch (entry.path("kind").asString("")) {
                case "begun" -> {
                    done.remove(entry.path("correlation").asString(""));
                    if (entry.path("act").asString("").equals(SUBMISSION)) {
                        submissions.add(chain + " " + entries);
                    }
                }
                case "done" -> {
                    String act = entry.path("chain").asString("") + " " + entry.path("begun").asLong(0);
                    if (submissions.remove(act) && entry.path("status").asInt(0) == CREATED) {
                        String need = entry.path("of").path(0).asString("");
                        verdict.require(needs.contains(need), Invariant.I13, "need " + need,
                                "was made, says " + chain + " " + entries + ", and is not stored");
                    }
                }
                default -> {
                    // reads and the ends of chains change nothing that is stored
                }
            }
        }
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
