package cn.twonets.system.judge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** I13, with hashes worked out here: chains are whole and as they were anchored, and every stored need stands in them. */
final class Audited {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ANCHORS = "twonets.audit.v1";
    private static final String HASH = ",\"hash\":\"";

    private final Verdict verdict;
    /** By chain, the hash of each entry in its order. */
    private final Map<String, List<String>> hashes = new HashMap<>();
    private final Set<String> named = new HashSet<>();

    Audited(Verdict verdict) {
        this.verdict = verdict;
    }

    /** @param needs every need that is stored */
    void judge(Path folder, Topics topics, Set<String> needs) {
        List<JsonNode> anchors = new ArrayList<>();
        topics.read(List.of(ANCHORS), record -> anchors.add(JSON.readTree(record.value())));
        judge(folder, anchors, needs);
    }

    void judge(Path folder, List<JsonNode> anchors, Set<String> needs) {
        List<JsonNode> claims = new ArrayList<>(anchors);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".jsonl")).toList()) {
                chain(file, claims);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        verdict.require(!anchors.isEmpty(), Invariant.I13, ANCHORS, "nothing was ever anchored");
        claims.forEach(this::holds);
        for (String need : needs) {
            verdict.require(named.contains(need), Invariant.I13, "need " + need,
                    "is stored, and nobody wrote that down");
        }
    }

    private void chain(Path file, List<JsonNode> claims) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        // what a kill broke off has no line feed
        List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        List<String> own = new ArrayList<>();
        String before = "0".repeat(64);
        for (String line : lines) {
            int hash = line.lastIndexOf(HASH);
            String place = file.getFileName() + " " + (own.size() + 1);
            if (hash < 0) {
                verdict.add(Invariant.I13, place, "is no entry");
                break;
            }
            before = sha256(before + line.substring(0, hash));
            verdict.require(line.substring(hash).equals(HASH + before + "\"}"), Invariant.I13, place,
                    "does not follow from the entry before");
            own.add(before);
            take(line, claims);
        }
        hashes.put(file.getFileName().toString().replace(".jsonl", ""), own);
    }

    private void take(String line, List<JsonNode> claims) {
        try {
            JsonNode entry = JSON.readTree(line);
            // what an act creates has its key as its id
            named.add(entry.path("key").asString(""));
            entry.path("of").forEach(one -> named.add(one.asString("")));
            entry.path("before").forEach(claims::add);
        } catch (JacksonException edited) {
            verdict.add(Invariant.I13, "an entry", "is no JSON");
        }
    }

    private void holds(JsonNode claim) {
        String chain = claim.path("chain").asString("");
        int entries = claim.path("entries").asInt(0);
        List<String> there = hashes.getOrDefault(chain, List.of());
        verdict.require(entries > 0 && there.size() >= entries
                && there.get(entries - 1).equals(claim.path("head").asString("")), Invariant.I13,
                chain + " " + entries, "is not as it was anchored");
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
