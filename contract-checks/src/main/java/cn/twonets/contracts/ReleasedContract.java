package cn.twonets.contracts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What strangers were promised last: a description committed beside the tests. Tests hold today's description to it.
 * <p>
 * {@code -Dcontracts.release=true} makes today's the promise, unless it breaks the one before. A breach that is meant
 * stands, word for word, in {@code <name>.accepted} beside the file, under a line {@code # why}, which speaks for all lines
 * up to the next empty one. One without a reason is a fault; one that stands there and is none is a fault too, so that the
 * list says what it costs strangers to come along, and no more.
 */
public final class ReleasedContract {
    private static final String RELEASE = "contracts.release";
    private static final String REASON = "#";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private final Path file;
    private final Path accepted;
    private final Comparison comparison;
    private final boolean releasing;

    private ReleasedContract(Path file, Comparison comparison, boolean releasing) {
        this.file = file;
        this.accepted = file.resolveSibling(file.getFileName().toString().replaceFirst("\\.json$", "") + ".accepted");
        this.comparison = comparison;
        this.releasing = releasing;
    }

    /**
     * The promise of a module.
     *
     * @param name of {@code src/test/resources/released/<name>.json}
     * @param comparison how its kind is compared
     */
    public static ReleasedContract of(String name, Comparison comparison) {
        return new ReleasedContract(Path.of("src", "test", "resources", "released", name + ".json"), comparison,
                Boolean.getBoolean(RELEASE));
    }

    /** One at another place. */
    static ReleasedContract at(Path file, Comparison comparison, boolean releasing) {
        return new ReleasedContract(file, comparison, releasing);
    }

    /**
     * Holds a description to the promise.
     *
     * @throws AssertionError if it breaks it, says where and what to do
     */
    public void requireKept(JsonNode now) {
        try {
            if (!Files.exists(file)) {
                if (!releasing) {
                    throw new AssertionError(file + " is missing: nothing was promised yet; run this test with -D"
                            + RELEASE + "=true and commit what it writes");
                }
                write(now);
                return;
            }
            judge(now);
            if (releasing) {
                write(now);
                Files.deleteIfExists(accepted);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void judge(JsonNode now) throws IOException {
        Set<String> found = comparison.breaches(JSON.readTree(Files.readString(file)), now)
                .stream()
                .map(Breach::toString)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, String> meant = acceptedBreaches();
        List<String> faults = new ArrayList<>();
        found.stream().filter(breach -> !meant.containsKey(breach)).forEach(breach -> faults.add("  " + breach));
        meant.forEach((breach, why) -> {
            if (!found.contains(breach)) {
                faults.add("  stands in " + accepted.getFileName() + " and is no breach: " + breach);
            } else if (why.isEmpty()) {
                faults.add("  stands in " + accepted.getFileName() + " without a line above that says why: " + breach);
            }
        });
        if (!faults.isEmpty()) {
            throw new AssertionError("other people's programs rely on " + file + ", and it is no longer kept:\n"
                    + String.join("\n", faults) + "\nUndo that, add a new field, type or path instead, or, if it is"
                    + " meant, put the lines into " + accepted + ", under a line"
                    + " \"# why\"");
        }
    }

    /** Each with the reason that stands above it, empty where none does. */
    private Map<String, String> acceptedBreaches() throws IOException {
        Map<String, String> meant = new LinkedHashMap<>();
        String why = "";
        for (String line : Files.exists(accepted) ? Files.readAllLines(accepted) : List.<String>of()) {
            String text = line.strip();
            if (text.isEmpty()) {
                why = "";
            } else if (text.startsWith(REASON)) {
                why = text.substring(REASON.length()).strip();
            } else {
                meant.put(text, why);
            }
        }
        return meant;
    }

    private void write(JsonNode now) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, JSON.writeValueAsString(JSON.treeToValue(now, Object.class)) + "\n");
    }
}
