package cn.twonets.delivery.mongo;

import com.mongodb.event.CommandFailedEvent;
import com.mongodb.event.CommandListener;
import com.mongodb.event.CommandStartedEvent;
import com.mongodb.event.CommandSucceededEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonValue;

/**
 * Counts the documents that the store says it has written, as {@code twonets.store.written} by database, collection and
 * command. A guarded write that did not match wrote nothing and is not counted; nor is one whose answer never came.
 */
public final class WrittenDocuments implements CommandListener {
    private static final Set<String> WRITES = Set.of("insert", "update", "delete", "findAndModify");

    private final MeterRegistry meters;
    private final Map<Integer, String> collections = new ConcurrentHashMap<>();
    private final Map<Place, Counter> counters = new ConcurrentHashMap<>();

    private record Place(String database, String collection, String command) {}

    public WrittenDocuments(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public void commandStarted(CommandStartedEvent event) {
        if (WRITES.contains(event.getCommandName())) {
            BsonValue collection = event.getCommand().get(event.getCommandName());
            if (collection != null && collection.isString()) {
                collections.put(event.getRequestId(), collection.asString().getValue());
            }
        }
    }

    @Override
    public void commandSucceeded(CommandSucceededEvent event) {
        String collection = WRITES.contains(event.getCommandName())
                ? collections.remove(event.getRequestId())
                : null;
        if (collection == null) {
            return;
        }
        long written = written(event.getCommandName(), event.getResponse());
        if (written > 0) {
            counter(new Place(event.getDatabaseName(), collection, event.getCommandName())).increment(written);
        }
    }

    @Override
    public void commandFailed(CommandFailedEvent event) {
        collections.remove(event.getRequestId());
    }

    private static long written(String command, BsonDocument answer) {
        return switch (command) {
            case "update" -> number(answer, "nModified") + (answer.isArray("upserted")
                    ? answer.getArray("upserted").size()
                    : 0);
            case "findAndModify" -> answer.isDocument("lastErrorObject")
                    ? number(answer.getDocument("lastErrorObject"), "n")
                    : 0;
            default -> number(answer, "n");
        };
    }

    private static long number(BsonDocument document, String field) {
        return document.get(field) instanceof BsonNumber number ? number.longValue() : 0;
    }

    private Counter counter(Place place) {
        return counters.computeIfAbsent(place, absent -> meters.counter("twonets.store.written",
                "database", place.database(), "collection", place.collection(), "command", place.command()));
    }
}
