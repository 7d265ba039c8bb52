package cn.twonets.contracts;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Compares two JSON Schemas of the same thing. Nothing may vanish, and nothing that stays may come to mean something
 * else: another type, other bounds, other words in its description. Fields may be added, where {@link Use} says so only
 * optional ones.
 */
final class SchemaComparison {
    /** What each value of an enumeration means. */
    private static final String MEANINGS = "x-values";

    private static final List<String> BOUNDS = List.of("format", "pattern", "const", "minimum", "maximum",
            "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength", "minItems", "maxItems",
            "uniqueItems");
    private static final List<String> PARTS = List.of("allOf", "anyOf", "oneOf");

    private final JsonNode before;
    private final JsonNode now;
    private final List<Breach> breaches;
    private final Set<String> seen = new HashSet<>();

    /**
     * @param before the earlier document
     * @param now the newer one
     * @param breaches where to add what is found
     */
    SchemaComparison(JsonNode before, JsonNode now, List<Breach> breaches) {
        this.before = before;
        this.now = now;
        this.breaches = breaches;
    }

    /** Compares one schema, and everything below it. */
    void compare(String where, JsonNode earlier, JsonNode newer, Use use) {
        String pair = use + " " + earlier.path(Pointers.REF).asString("") + " " + newer.path(Pointers.REF).asString("");
        if (earlier.has(Pointers.REF) && newer.has(Pointers.REF) && !seen.add(pair)) {
            return;
        }
        describe(where, earlier, newer);
        if (earlier.has(Pointers.REF) || newer.has(Pointers.REF)) {
            compare(where, Pointers.resolved(before, earlier), Pointers.resolved(now, newer), use);
            return;
        }
        types(where, earlier, newer);
        values(where, earlier, newer, use);
        BOUNDS.forEach(bound -> bound(where, bound, earlier.path(bound), newer.path(bound), use));
        fields(where, earlier, newer, use);
        below(where, earlier, newer, use);
    }

    private void describe(String where, JsonNode earlier, JsonNode newer) {
        String words = words(earlier);
        if (!words.isEmpty() && !words.equals(words(newer))) {
            report(where, "is described otherwise: it was \"" + words + "\"");
        }
    }

    private static String words(JsonNode schema) {
        return schema.path("description").asString("").replaceAll("\\s+", " ").strip();
    }

    private void types(String where, JsonNode earlier, JsonNode newer) {
        Set<String> was = texts(earlier.path("type"));
        Set<String> is = texts(newer.path("type"));
        if (!was.equals(is)) {
            report(where, "was of type " + was + ", is of type " + is);
        }
    }

    private void values(String where, JsonNode earlier, JsonNode newer, Use use) {
        Set<String> was = texts(earlier.path("enum"));
        Set<String> is = texts(newer.path("enum"));
        boolean both = !was.isEmpty() && !is.isEmpty();
        for (String value : without(was, is)) {
            if (both && use.forbidsNarrowing()) {
                report(where, "no longer has the value " + value);
            }
        }
        for (String value : without(is, was)) {
            if (both && use.forbidsWidening()) {
                report(where, "has a new value, " + value);
            }
        }
        if (!both && !was.equals(is)) {
            bound(where, "enum", earlier.path("enum"), newer.path("enum"), use);
        }
        for (var value : earlier.path(MEANINGS).properties()) {
            if (is.contains(value.getKey()) && !value.getValue().equals(newer.path(MEANINGS).path(value.getKey()))) {
                report(where, value.getKey() + " is described otherwise: it was " + value.getValue());
            }
        }
    }

    private void bound(String where, String bound, JsonNode was, JsonNode is, Use use) {
        if (was.isMissingNode() && !is.isMissingNode() && use.forbidsNarrowing()) {
            report(where, "is bound by " + bound + " now");
        } else if (!was.isMissingNode() && is.isMissingNode() && use.forbidsWidening()) {
            report(where, "is no longer bound by " + bound);
        } else if (!was.isMissingNode() && !is.isMissingNode() && !was.equals(is)) {
            report(where, "has another " + bound + ": it was " + was + ", it is " + is);
        }
    }

    private void fields(String where, JsonNode earlier, JsonNode newer, Use use) {
        Set<String> needed = texts(earlier.path("required"));
        Set<String> needs = texts(newer.path("required"));
        for (var field : earlier.path("properties").properties()) {
            JsonNode there = newer.path("properties").path(field.getKey());
            String place = where + "/" + field.getKey();
            if (there.isMissingNode()) {
                report(place, "is gone");
            } else {
                compare(place, field.getValue(), there, use);
            }
        }
        for (String field : without(needed, needs)) {
            if (use.forbidsWidening()) {
                report(where + "/" + field, "was always there, may be absent now");
            }
        }
        for (String field : without(needs, needed)) {
            if (use.forbidsNarrowing()) {
                report(where + "/" + field, "must be there now");
            }
        }
    }

    private void below(String where, JsonNode earlier, JsonNode newer, Use use) {
        nested(where + "/[]", "items", earlier, newer, use);
        nested(where + "/*", "additionalProperties", earlier, newer, use);
        for (String part : PARTS) {
            JsonNode was = earlier.path(part);
            JsonNode is = newer.path(part);
            if (was.size() != is.size()) {
                report(where, "is put together otherwise (" + part + ")");
            } else {
                for (int index = 0; index < was.size(); index++) {
                    compare(where + "/" + part + "/" + index, was.get(index), is.get(index), use);
                }
            }
        }
        if (earlier.has("default") && !earlier.path("default").equals(newer.path("default"))) {
            report(where, "means something else when it is left out: it meant " + earlier.path("default"));
        }
    }

    private void nested(String where, String keyword, JsonNode earlier, JsonNode newer, Use use) {
        JsonNode was = earlier.path(keyword);
        JsonNode is = newer.path(keyword);
        if (was.isObject() && is.isObject()) {
            compare(where, was, is, use);
        } else if (!was.equals(is)) {
            report(where, "is described otherwise (" + keyword + ")");
        }
    }

    private void report(String where, String what) {
        breaches.add(new Breach(where, what));
    }

    private static Set<String> texts(JsonNode one) {
        Set<String> texts = new LinkedHashSet<>();
        if (one.isArray()) {
            one.forEach(text -> texts.add(text.asString("")));
        } else if (!one.isMissingNode()) {
            texts.add(one.asString(""));
        }
        return texts;
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(some);
        return rest;
    }
}
