package cn.twonets.delivery.mongo;

import cn.twonets.delivery.deadletters.DeadLetter;
import cn.twonets.delivery.deadletters.DeadLetterBox;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonDocumentWriter;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Entries of dead letters in MongoDB: {@code {_id: <topic>-<partition>-<offset>, schema, letter: {…}}}. */
public final class MongoDeadLetterBox implements DeadLetterBox {
    /** Name of the collection. */
    public static final String COLLECTION = "dead_letters";

    private static final int MOST_COUNTED = 10_000;
    private static final String ID = "_id";
    private static final String SCHEMA = "schema";
    private static final int FORM = 2;
    private static final BsonInt32 FIRST_FORM = new BsonInt32(1);
    private static final String LETTER = "letter";
    private static final String STATE = "letter.state";
    private static final String TOPIC = "letter.topic";
    private static final String FIRST_SEEN = "letter.firstSeen";
    private static final String VERSION = "letter.version";

    private final MongoCollection<BsonDocument> collection;
    private final Codec<DeadLetter> codec = StoreSettings.codecs().get(DeadLetter.class);

    /** Asserts its concerns itself, whatever those of the database are. */
    public MongoDeadLetterBox(MongoDatabase database) {
        this.collection = database.getCollection(COLLECTION, BsonDocument.class)
                .withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /** Makes sure of the indexes. Repeating it is harmless. */
    public void ensureIndexes() {
        collection.createIndexes(
                List.of(
                        new IndexModel(Indexes.compoundIndex(Indexes.ascending(STATE), Indexes.descending(FIRST_SEEN))),
                        new IndexModel(Indexes.descending(FIRST_SEEN))));
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return Optional.ofNullable(collection.find(Filters.eq(ID, id)).first()).map(this::decode);
    }

    @Override
    public boolean insert(DeadLetter entry) {
        try {
            collection.insertOne(encode(entry));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public boolean replace(DeadLetter before, DeadLetter after) {
        return collection.replaceOne(
                Filters.and(Filters.eq(ID, before.id()), Filters.eq(VERSION, before.version())),
                encode(after)).getMatchedCount() == 1;
    }

    @Override
    public List<DeadLetter> list(Wanted wanted, @Nullable Place after, int limit) {
        List<Bson> filters = new ArrayList<>();
        if (wanted.state() != null) {
            filters.add(Filters.eq(STATE, wanted.state().name()));
        }
        if (wanted.topic() != null) {
            filters.add(Filters.eq(TOPIC, wanted.topic()));
        }
        if (wanted.cause() != null) {
            filters.add(Filters.eq("letter.cause.code", wanted.cause()));
        }
        if (after != null) {
            Date at = Date.from(after.firstSeen());
            filters.add(Filters.lte(FIRST_SEEN, at));
            filters.add(Filters.or(Filters.lt(FIRST_SEEN, at), Filters.lt(ID, after.id())));
        }
        List<DeadLetter> found = new ArrayList<>();
        collection.find(filters.isEmpty() ? Filters.empty() : Filters.and(filters))
                .sort(Sorts.descending(FIRST_SEEN, ID))
                .limit(limit)
                .forEach(document -> found.add(decode(document)));
        return found;
    }

    @Override
    public Map<String, Long> openByTopic() {
        Map<String, Long> counts = new HashMap<>();
        collection.find(Filters.eq(STATE, DeadLetter.State.OPEN.name()))
                .projection(Projections.include(SCHEMA, TOPIC))
                .limit(MOST_COUNTED)
                .forEach(
                        document -> counts
                                .merge(letter(document).getString("topic").getValue(), 1L, Long::sum));
        return counts;
    }

    private BsonDocument encode(DeadLetter entry) {
        BsonDocument letter = new BsonDocument();
        codec.encode(new BsonDocumentWriter(letter), entry, EncoderContext.builder().build());
        return new BsonDocument(ID, new BsonString(entry.id()))
                .append(SCHEMA, new BsonInt32(FORM))
                .append(LETTER, letter);
    }

    /** The first form did not name itself. */
    private static BsonDocument letter(BsonDocument document) {
        UnknownFormException.requireKnown(document.getString(ID).getValue(),
                document.getNumber(SCHEMA, FIRST_FORM).intValue(), FORM);
        return document.getDocument(LETTER);
    }

    private DeadLetter decode(BsonDocument document) {
        return codec.decode(
                new BsonDocumentReader(letter(document)),
                DecoderContext.builder().build());
    }
}
