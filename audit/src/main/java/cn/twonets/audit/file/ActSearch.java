package cn.twonets.audit.file;

import cn.twonets.audit.ChainId;
import cn.twonets.audit.Line;
import cn.twonets.audit.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Searches chains for acts of one kind. Looks at every entry once. */
public final class ActSearch {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] DONE = ChainFile.word("done");
    private static final int FIRST_REFUSAL = 300;
    private static final int FIRST_FAILURE = 500;

    private final byte[] act;
    private final Map<Reference, Act> found = new LinkedHashMap<>();

    private ActSearch(String act) {
        this.act = ChainFile.word(act);
    }

    /**
     * An act that was done, or perhaps done.
     *
     * @param begun where it is written
     * @param at when it began
     * @param who the post
     * @param of what the path names
     * @param outcome where it is written that it was done; null if that is not known: it was interrupted, or ended in a
     *        failure
     */
    public record Act(Reference begun, Instant at, String who, List<String> of, @Nullable Reference outcome) {}

    /**
     * Every act of that kind that was not refused, by service and time.
     *
     * @param act method and route, such as {@code POST /api/v1/households/{id}/erasure}
     * @throws IOException if a file cannot be read
     */
    public static List<Act> of(String act, List<Path> folders) throws IOException {
        Map<ChainId, ChainFile> chains = new TreeMap<>();
        for (Path folder : folders) {
            ChainFile.in(folder).forEach(chain -> chains.putIfAbsent(chain.id(), chain));
        }
        ActSearch search = new ActSearch(act);
        for (ChainFile chain : chains.values()) {
            chain.read((text, from, to) -> {
                search.look(chain.id(), text, from, to);
                return true;
            });
        }
        return List.copyOf(search.found.values());
    }

    private void look(ChainId chain, byte[] text, int from, int to) {
        if (ChainFile.contains(text, from, to, act)) {
            Line.read(text, from, to).filter(line -> line.kind().equals("begun")).ifPresent(line -> begun(chain, line));
        } else if (!found.isEmpty() && ChainFile.contains(text, from, to, DONE)) {
            Line.read(text, from, to).filter(line -> line.kind().equals("done")).ifPresent(line -> done(chain, line));
        }
    }

    private void begun(ChainId chain, Line line) {
        JsonNode entry = entry(line);
        Reference begun = new Reference(chain, line.number());
        time(line).ifPresent(at -> found.put(begun, new Act(begun, at, entry.path("who").asString(""),
                entry.path("of").valueStream().map(one -> one.asString("")).toList(), null)));
    }

    private void done(ChainId chain, Line line) {
        JsonNode entry = entry(line);
        String of = entry.path("chain").asString("");
        if (!ChainId.fits(of)) {
            return;
        }
        Reference act = new Reference(new ChainId(of), entry.path("begun").asLong(0));
        int status = entry.path("status").asInt(FIRST_FAILURE);
        if (status < FIRST_REFUSAL) {
            found.computeIfPresent(act, (begun, one) -> new Act(begun, one.at(), one.who(), one.of(),
                    new Reference(chain, line.number())));
        } else if (status < FIRST_FAILURE) {
            found.remove(act);
        }
    }

    private static Optional<Instant> time(Line line) {
        try {
            return Optional.of(Instant.parse(line.at()));
        } catch (DateTimeException edited) {
            return Optional.empty();
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
}
