package cn.twonets.system.operate;

import cn.twonets.standalone.place.Ports;
import cn.twonets.system.operate.Query.Matching;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the four services of a running product tell Prometheus. */
final class LiveMetrics {
    /** Added by Prometheus itself. */
    private static final Set<String> OF_THE_SCRAPE = Set.of("job", "instance", "service");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<String, List<Map<String, String>>> samples = new LinkedHashMap<>();
    private final Set<String> families = new TreeSet<>();
    private final StringBuilder everything = new StringBuilder();

    private LiveMetrics() {
    }

    static LiveMetrics of(Ports ports) throws IOException, InterruptedException {
        LiveMetrics live = new LiveMetrics();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (URI service : ports.managementUris().values()) {
                HttpRequest request = HttpRequest.newBuilder(service.resolve("/actuator/prometheus")).build();
                live.read(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
            }
        }
        return live;
    }

    private void read(String page) {
        everything.append(page);
        page.lines().forEach(line -> {
            if (line.startsWith("# TYPE ")) {
                families.add(line.split(" ")[2]);
            }
            Matcher sample = SAMPLE.matcher(line);
            if (!line.startsWith("#") && sample.matches()) {
                Map<String, String> labels = new HashMap<>();
                if (sample.group(2) != null) {
                    LABEL.matcher(sample.group(2)).results().forEach(one -> labels.put(one.group(1), one.group(2)));
                }
                samples.computeIfAbsent(sample.group(1), absent -> new ArrayList<>()).add(labels);
            }
        });
    }

    /** Families as {@code # TYPE} names them. */
    Set<String> families() {
        return families;
    }

    /** All of it, as it was told. */
    String everything() {
        return everything.toString();
    }

    boolean has(String metric) {
        return samples.containsKey(metric);
    }

    /** What a query asks for and nobody tells; empty if it would find what it is about. */
    List<String> missing(String text) {
        Query query = Query.of(text);
        List<String> missing = new ArrayList<>();
        Set<String> known = new TreeSet<>(OF_THE_SCRAPE);
        query.metrics().forEach((metric, matchings) -> {
            if (metric.equals("up")) {
                return; // of the scrape itself
            }
            if (!has(metric)) {
                missing.add("no metric " + metric);
                return;
            }
            samples.get(metric).forEach(labels -> known.addAll(labels.keySet()));
            matchings.stream().filter(matching -> !isTold(metric, matching))
                    .forEach(matching -> missing.add("no " + metric + " with " + matching));
        });
        query.grouping().stream().filter(label -> !known.contains(label))
                .forEach(label -> missing.add("no label " + label + " to group by"));
        return missing;
    }

    /** Statuses and levels come and go; of the product's own metrics the values asked for must be there as well. */
    private boolean isTold(String metric, Matching matching) {
        if (OF_THE_SCRAPE.contains(matching.label())) {
            return true;
        }
        Pattern wanted = Pattern.compile(matching.how().endsWith("~")
                ? matching.value()
                : Pattern.quote(matching.value()));
        boolean mustMatch = metric.startsWith("twonets_") && matching.how().startsWith("=");
        if (mustMatch && matching.how().equals("=~")) {
            // Each alternative of a pattern is somebody's series.
            return List.of(matching.value().split("\\|")).stream()
                    .allMatch(one -> hasValue(metric, matching.label(), Pattern.compile(one)));
        }
        return mustMatch
                ? hasValue(metric, matching.label(), wanted)
                : samples.get(metric).stream().anyMatch(labels -> labels.containsKey(matching.label()));
    }

    private boolean hasValue(String metric, String label, Pattern wanted) {
        return samples.get(metric).stream()
                .anyMatch(labels -> labels.containsKey(label) && wanted.matcher(labels.get(label)).matches());
    }
}
