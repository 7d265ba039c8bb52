package cn.twonets.api.testing;

import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * What a service asks of its store while it answers one request: each command with the form of its filter, and how many
 * documents came back. Two answers that take the same commands, with the same numbers of documents, take a time of the
 * same kind; nothing is measured. What the service does meanwhile by itself is told apart by the thread, which for a
 * request is the one that answers it.
 */
public final class StoreCalls implements CommandListener {
    /** The header by which a test marks its request. */
    public static final String HEADER = "X-Test-Request";

    private static final Set<String> OF_EVERY_COMMAND = Set.of("lsid", "$db", "$clusterTime", "$readPreference",
            "readConcern", "writeConcern", "txnNumber");

    private final Map<String, List<String>> commands = new ConcurrentHashMap<>();

    /**
     * The commands of one request, in order.
     *
     * @param request sends it, with that value of {@link #HEADER}
     */
    public List<String> of(Consumer<String> request) {
        String mark = UUID.randomUUID().toString();
        List<String> found = new ArrayList<>();
        commands.put(mark, found);
        request.accept(mark);
        commands.remove(mark);
        synchronized (found) {
            return List.copyOf(found);
        }
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        List<String> found = ofThisRequest();
        if (found != null) {
            synchronized (found) {
                found.add(form(event.getCommandName(), event.getCommand()));
            }
        }
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        List<String> found = ofThisRequest();
        if (found != null) {
            synchronized (found) {
                found.add(found.removeLast() + " -> " + documents(event.getResponse()));
            }
        }
    }

    private @Nullable List<String> ofThisRequest() {
        if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes) {
            String mark = attributes.getRequest().getHeader(HEADER);
            return mark == null ? null : commands.get(mark);
        }
        return null;
    }

    private static String form(String name, BsonDocument command) {
        return name + " " + command.entrySet().stream()
                .filter(entry -> !OF_EVERY_COMMAND.contains(entry.getKey()))
                .map(entry -> entry.getKey().equals(name)
                        ? entry.getValue().isString() ? entry.getValue().asString().getValue() : "-"
                        : entry.getKey() + "=" + form(entry.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** Names of fields and kinds of values, without the values. */
    private static String form(BsonValue value) {
        if (value.isDocument()) {
            return value.asDocument().entrySet().stream().map(entry -> entry.getKey() + ":" + form(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        return value.isArray()
                ? value.asArray().stream().map(StoreCalls::form).distinct().collect(Collectors.joining(", ", "[", "]"))
                : value.getBsonType().name().toLowerCase(Locale.ROOT);
    }

    private static String documents(BsonDocument response) {
        if (response.containsKey("cursor")) {
            BsonDocument cursor = response.getDocument("cursor");
            return cursor.getArray(cursor.containsKey("firstBatch") ? "firstBatch" : "nextBatch").size() + " documents";
        }
        return response.containsKey("n") ? response.getNumber("n").intValue() + " written" : "answered";
    }
}
