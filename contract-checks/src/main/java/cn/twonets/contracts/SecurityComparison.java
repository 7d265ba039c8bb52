package cn.twonets.contracts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Compares what callers must show. Whoever was let in yesterday must be let in today with the same; and nothing that was
 * closed is open to everybody without somebody having said that it is meant.
 */
final class SecurityComparison {
    private static final String SECURITY = "security";
    /** Only words for people: everything else of a scheme says how to log in. */
    private static final String DESCRIPTION = "description";

    private final JsonNode before;
    private final JsonNode now;
    private final List<Breach> breaches;

    /**
     * @param before the earlier document
     * @param now the newer one
     * @param breaches where what is found is put
     */
    SecurityComparison(JsonNode before, JsonNode now, List<Breach> breaches) {
        this.before = before;
        this.now = now;
        this.breaches = breaches;
    }

    /** Compares what one call takes; what the call does not say itself, its document says for all. */
    void compare(String where, JsonNode earlier, JsonNode newer) {
        List<Map<String, Set<String>>> took = ways(before, earlier);
        List<Map<String, Set<String>>> takes = ways(now, newer);
        for (Map<String, Set<String>> way : took) {
            if (takes.stream().noneMatch(one -> asksNoMore(one, way))) {
                breaches.add(new Breach(where, "no longer lets in callers with " + said(way)));
            }
        }
        if (takes.contains(Map.of()) && !took.contains(Map.of())) {
            breaches.add(new Breach(where, "is open to everybody now"));
        }
    }

    /** Compares how each scheme is used. */
    void compareSchemes() {
        for (var scheme : schemes(before).properties()) {
            JsonNode there = schemes(now).path(scheme.getKey());
            if (there.isMissingNode()) {
                breaches.add(new Breach("security scheme " + scheme.getKey(), "is gone"));
            } else {
                Map<String, JsonNode> was = parts(Pointers.resolved(before, scheme.getValue()));
                Map<String, JsonNode> is = parts(Pointers.resolved(now, there));
                if (!was.equals(is)) {
                    breaches.add(new Breach("security scheme " + scheme.getKey(), "was " + was + ", is " + is));
                }
            }
        }
    }

    private static JsonNode schemes(JsonNode document) {
        return document.path("components").path("securitySchemes");
    }

    private static Map<String, JsonNode> parts(JsonNode scheme) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        scheme.properties().forEach(part -> parts.put(part.getKey(), part.getValue()));
        parts.remove(DESCRIPTION);
        return parts;
    }

    /** Any one of these lets in; one that asks for nothing lets in everybody. */
    private static List<Map<String, Set<String>>> ways(JsonNode document, JsonNode call) {
        List<Map<String, Set<String>>> ways = new ArrayList<>();
        for (JsonNode way : call.has(SECURITY) ? call.path(SECURITY) : document.path(SECURITY)) {
            Map<String, Set<String>> asked = new LinkedHashMap<>();
            for (var scheme : way.properties()) {
                Set<String> scopes = new HashSet<>();
                scheme.getValue().forEach(scope -> scopes.add(scope.asString("")));
                asked.put(scheme.getKey(), scopes);
            }
            ways.add(asked);
        }
        return ways.isEmpty() ? List.of(Map.of()) : ways;
    }

    private static boolean asksNoMore(Map<String, Set<String>> newer, Map<String, Set<String>> earlier) {
        return newer.entrySet().stream()
                .allMatch(asked -> earlier.containsKey(asked.getKey())
                        && earlier.get(asked.getKey()).containsAll(asked.getValue()));
    }

    private static String said(Map<String, Set<String>> way) {
        return way.isEmpty() ? "nothing" : way.toString();
    }
}
