package cn.twonets.delivery.mongo;

import cn.twonets.delivery.Stored;
import cn.twonets.delivery.Stored.HistoryEntry;
import cn.twonets.delivery.Stored.RememberedAct;
import cn.twonets.delivery.Stored.Unpublished;
import cn.twonets.delivery.Stored.UnpublishedEvent;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonDocumentWriter;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.types.ObjectId;
import org.jspecify.annotations.Nullable;

/** The form of an aggregate's document, in one place. */
final class AggregateDocuments<S> {
    static final String ID = "_id";
    static final String VERSION = "version";
    static final String EPOCH = "epoch";
    static final String SEQUENCE = "sequence";
    /** Absent in documents of the first form. */
    static final String SCHEMA = "schema";
    /** The form written here; the one before it is read as well. The first form did not name itself. */
    static final int WRITTEN_SCHEMA = 2;
    static final String STATE = "state";
    static final String HISTORY = "history";
    static final String UNPUBLISHED = "unpublished";
    /** Names the bulk that wrote the document, so that its writer can tell its own writes from others'. */
    static final String BULK = "bulk";

    private static final BsonInt32 FIRST_SCHEMA = new BsonInt32(1);

    private final Codec<S> states;

    AggregateDocuments(Class<S> stateType, CodecRegistry codecs) {
        this.states = codecs.get(stateType);
    }

    BsonDocument encode(Stored<S> stored, ObjectId bulk) {
        BsonDocument document = new BsonDocument(ID, new BsonString(stored.id()))
                .append(SCHEMA, new BsonInt32(WRITTEN_SCHEMA))
                .append(VERSION, new BsonInt64(stored.version()))
                .append(EPOCH, new BsonInt32(stored.order().epoch()))
                .append(SEQUENCE, new BsonInt64(stored.order().sequence()))
                .append(BULK, new BsonObjectId(bulk))
                .append(STATE, encodeState(stored.state()))
                .append(HISTORY, historyOf(stored.history()))
                .append("acts", array(stored.acts(), AggregateDocuments::encodeAct));
        Unpublished unpublished = stored.unpublished();
        if (unpublished != null) {
            document.append(
                    UNPUBLISHED,
                    new BsonDocument("from", new BsonInt64(unpublished.from()))
                            .append("since", date(unpublished.since()))
                            .append("events", array(unpublished.events(), AggregateDocuments::encodeEvent)));
        }
        return document;
    }

    /** @throws UnknownFormException if a newer release wrote it, or one so old that nobody reads it any more */
    Stored<S> decode(BsonDocument document) {
        requireKnown(document);
        BsonDocument unpublished = document.getDocument(UNPUBLISHED, null);
        return new Stored<>(
                document.getString(ID).getValue(),
                document.getNumber(VERSION).longValue(),
                order(document),
                decodeState(document),
                historyIn(document),
                list(
                        document.getArray("acts"),
                        act -> new RememberedAct(
                                act.getString("key").getValue(),
                                act.getString("body").getValue(),
                                act.getNumber(SEQUENCE).longValue())),
                unpublished == null
                        ? null
                        : new Unpublished(
                                unpublished.getNumber("from").longValue(),
                                instant(unpublished, "since"),
                                list(unpublished.getArray("events"), AggregateDocuments::decodeEvent)));
    }

    S decodeState(BsonDocument document) {
        return states.decode(new BsonDocumentReader(document.getDocument(STATE)), DecoderContext.builder().build());
    }

    private BsonDocument encodeState(S state) {
        BsonDocument document = new BsonDocument();
        states.encode(new BsonDocumentWriter(document), state, EncoderContext.builder().build());
        return document;
    }

    static BsonArray historyOf(List<HistoryEntry> entries) {
        return array(
                entries,
                entry -> ordered(entry.order())
                        .append("type", new BsonString(entry.type()))
                        .append("at", date(entry.at()))
                        .append("happened", new BsonString(entry.happened()))
                        .append("correlation", new BsonString(entry.correlationId())));
    }

    /** A part of the history that was moved to a document of its own. */
    static BsonDocument moved(String id, List<HistoryEntry> entries) {
        return new BsonDocument(ID, new BsonString(id))
                .append(SCHEMA, new BsonInt32(WRITTEN_SCHEMA))
                .append(HISTORY, historyOf(entries));
    }

    /** @throws UnknownFormException as {@link #decode} */
    static List<HistoryEntry> movedIn(BsonDocument document) {
        requireKnown(document);
        return historyIn(document);
    }

    private static void requireKnown(BsonDocument document) {
        UnknownFormException.requireKnown(document.getString(ID).getValue(),
                document.getNumber(SCHEMA, FIRST_SCHEMA).intValue(), WRITTEN_SCHEMA);
    }

    static List<HistoryEntry> historyIn(BsonDocument document) {
        return list(
                document.getArray(HISTORY),
                entry -> new HistoryEntry(
                        order(entry),
                        entry.getString("type").getValue(),
                        instant(entry, "at"),
                        entry.getString("happened").getValue(),
                        entry.getString("correlation").getValue()));
    }

    private static BsonDocument encodeAct(RememberedAct act) {
        return new BsonDocument("key", new BsonString(act.key()))
                .append("body", new BsonString(act.bodyHash()))
                .append(SEQUENCE, new BsonInt64(act.sequence()));
    }

    private static BsonDocument encodeEvent(UnpublishedEvent event) {
        BsonDocument document = ordered(event.order())
                .append("type", new BsonString(event.type()))
                .append("at", date(event.at()))
                .append("key", new BsonString(event.key()))
                .append("correlation", new BsonString(event.correlationId()))
                .append("data", new BsonString(event.data()));
        if (event.grid() != null) {
            document.append("grid", new BsonString(event.grid().value()));
        }
        if (event.traceparent() != null) {
            document.append("traceparent", new BsonString(event.traceparent()));
        }
        return document;
    }

    private static UnpublishedEvent decodeEvent(BsonDocument event) {
        String grid = text(event, "grid");
        return new UnpublishedEvent(
                order(event),
                event.getString("type").getValue(),
                instant(event, "at"),
                event.getString("key").getValue(),
                grid == null ? null : new GridCode(grid),
                event.getString("correlation").getValue(),
                text(event, "traceparent"),
                event.getString("data").getValue());
    }

    private static BsonDocument ordered(EventOrder order) {
        return new BsonDocument(EPOCH, new BsonInt32(order.epoch())).append(SEQUENCE, new BsonInt64(order.sequence()));
    }

    private static EventOrder order(BsonDocument document) {
        return new EventOrder(document.getNumber(EPOCH).intValue(), document.getNumber(SEQUENCE).longValue());
    }

    private static @Nullable String text(BsonDocument document, String name) {
        BsonValue value = document.get(name);
        return value == null ? null : value.asString().getValue();
    }

    private static BsonDateTime date(Instant instant) {
        return new BsonDateTime(instant.toEpochMilli());
    }

    private static Instant instant(BsonDocument document, String name) {
        return Instant.ofEpochMilli(document.getDateTime(name).getValue());
    }

    private static <T> BsonArray array(List<T> values, Function<T, BsonDocument> encoder) {
        BsonArray array = new BsonArray(values.size());
        values.forEach(value -> array.add(encoder.apply(value)));
        return array;
    }

    private static <T> List<T> list(BsonArray array, Function<BsonDocument, T> decoder) {
        return array.stream().map(value -> decoder.apply(value.asDocument())).toList();
    }
}
