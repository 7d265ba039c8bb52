package cn.twonets.audit.file;

import cn.twonets.audit.ChainId;
import cn.twonets.audit.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Searches chains for who was shown private facts of a household, or tried to be. Looks at every entry once. */
public final class WhoSaw {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private WhoSaw() {
    }

    /**
     * One time somebody saw something, or was refused.
     *
     * @param at when, RFC 3339
     * @param who the post
     * @param roles the basis
     * @param how {@code read}, {@code denied}, or {@code act} for somebody who acted on the household itself
     * @param purpose why, as a code; the route where there is none
     * @param what was shown, as codes; empty where nothing was
     * @param correlation of the request
     * @param chain where it is written
     * @param number which entry
     */
    public record Sighting(String at, String who, List<String> roles, String how, String purpose, String what,
            String correlation, ChainId chain, long number) {}

    /**
     * Every sighting of a household, the oldest first.
     *
     * @throws IOException if a file cannot be read
     */
    public static List<Sighting> of(String household, List<Path> folders) throws IOException {
        byte[] word = ChainFile.word(household);
        List<Sighting> found = new ArrayList<>();
        Set<ChainId> done = new TreeSet<>();
        for (Path folder : folders) {
            for (ChainFile chain : ChainFile.in(folder)) {
                if (done.add(chain.id())) {
                    chain.read((text, from, to) -> {
                        if (ChainFile.contains(text, from, to, word)) {
                            Line.read(text, from, to).ifPresent(line -> add(found, chain.id(), line, household));
                        }
                        return true;
                    });
                }
            }
        }
        found.sort((one, other) -> one.at().compareTo(other.at()));
        return found;
    }

    private static void add(List<Sighting> found, ChainId chain, Line line, String household) {
        JsonNode entry = entry(line);
        boolean concerned = switch (line.kind()) {
            case "read" -> holds(entry.path("households"), household);
            case "begun", "denied" -> holds(entry.path("of"), household);
            default -> false;
        };
        if (concerned) {
            boolean read = line.kind().equals("read");
            found.add(new Sighting(line.at(), entry.path("who").asString(""),
                    entry.path("roles").valueStream().map(role -> role.asString("")).toList(),
                    line.kind().equals("begun") ? "act" : line.kind(),
                    entry.path(read ? "purpose" : "act").asString(""),
                    entry.path("what").asString(""),
                    entry.path("correlation").asString(""), chain, line.number()));
        }
    }

    /** An edited line may be no JSON any more; verification names it. */
    private static JsonNode entry(Line line) {
        try {
            return JSON.readTree(line.json());
        } catch (JacksonException edited) {
            return JSON.missingNode();
        }
    }

    private static boolean holds(JsonNode ids, String id) {
        return ids.valueStream().anyMatch(one -> one.asString("").equals(id));
    }
}
