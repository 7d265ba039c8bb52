package cn.twonets.system.operate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics that a query of Prometheus names, with the labels and values that it asks them for, and the labels that it
 * groups by. Everything that is not known to be something else is taken for a metric: what is misspelled is then missing.
 *
 * @param metrics metric to the matchers on it
 * @param grouping labels after {@code by}
 */
record Query(Map<String, List<Matching>> metrics, Set<String> grouping) {
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "by", "without", "on", "ignoring", "bool",
            "group_left", "group_right", "offset");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
    private static final Pattern MATCHER = Pattern.compile("([a-zA-Z_]\\w*)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(by|without|on|ignoring)\\s*\\(([^)]*)\\)");

    /** One matcher, such as {@code status=~"5.."}. */
    record Matching(String label, String how, String value) {}

    static Query of(String text) {
        Set<String> grouping = new TreeSet<>();
        Matcher groups = GROUPING.matcher(text);
        while (groups.find()) {
            NAME.matcher(groups.group(2)).results().forEach(label -> grouping.add(label.group()));
        }
        String rest = groups.replaceAll(" ").replaceAll("\\[[^\\]]*]", " ");
        Map<String, List<Matching>> metrics = new TreeMap<>();
        Matcher name = NAME.matcher(rest);
        int at = 0;
        while (name.find(at)) {
            at = name.end();
            if (name.start() > 0 && Character.isLetterOrDigit(rest.charAt(name.start() - 1))) {
                continue; // the e of 1e3
            }
            String after = rest.substring(at).stripLeading();
            if (after.startsWith("(") || WORDS.contains(name.group())) {
                continue;
            }
            List<Matching> matchings = metrics.computeIfAbsent(name.group(), absent -> new ArrayList<>());
            if (after.startsWith("{")) {
                int end = rest.indexOf('}', at);
                MATCHER.matcher(rest.substring(at, end)).results().forEach(
                        one -> matchings.add(new Matching(one.group(1), one.group(2), one.group(3))));
                at = end + 1;
            }
        }
        return new Query(metrics, grouping);
    }
}
