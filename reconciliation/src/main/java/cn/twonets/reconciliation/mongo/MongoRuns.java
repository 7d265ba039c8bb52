package cn.twonets.reconciliation.mongo;

import cn.twonets.delivery.mongo.StoreSettings;
import cn.twonets.delivery.mongo.UnknownFormException;
import cn.twonets.reconciliation.Run;
import cn.twonets.reconciliation.Runs;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.BsonDocumentWriter;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.conversions.Bson;

/** One document for each run: {@code {_id, schema, askedAt, run}}. There are so few that no index is needed. */
public final class MongoRuns implements Runs {
    private static final int KEPT = 100;
    private static final String ID = "_id";
    private static final String SCHEMA = "schema";
    /** The first form did not name itself. */
    private static final int FORM = 2;
    private static final BsonInt32 FIRST_FORM = new BsonInt32(1);
    private static final String ASKED_AT = "askedAt";
    private static final String RUN = "run";
    private static final Bson NEWEST_FIRST = Sorts.descending(ASKED_AT, ID);

    private final MongoCollection<BsonDocument> runs;
    private final Codec<Run> codec = StoreSettings.codecs().get(Run.class);

    public MongoRuns(MongoDatabase database) {
        this.runs = database.getCollection("reconciliations", BsonDocument.class)
                .withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    @Override
    public boolean add(Run run) {
        try {
            runs.insertOne(document(run));
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
        List<String> old = new ArrayList<>();
        runs.find()
                .projection(Projections.include(ID))
                .sort(NEWEST_FIRST)
                .skip(KEPT)
                .forEach(document -> old.add(document.getString(ID).getValue()));
        if (!old.isEmpty()) {
            runs.deleteMany(Filters.in(ID, old));
        }
        return true;
    }

    @Override
    public void save(Run run) {
        runs.replaceOne(Filters.eq(ID, run.id()), document(run));
    }

    @Override
    public Optional<Run> find(String id) {
        return Optional.ofNullable(runs.find(Filters.eq(ID, id)).first()).map(this::run);
    }

    @Override
    public List<Run> newest(int limit) {
        return runs.find().sort(NEWEST_FIRST).limit(limit).map(this::run).into(new ArrayList<>());
    }

    private BsonDocument document(Run run) {
        BsonDocument written = new BsonDocument();
        codec.encode(new BsonDocumentWriter(written), run, EncoderContext.builder().build());
        return new BsonDocument(ID, new BsonString(run.id()))
                .append(SCHEMA, new BsonInt32(FORM))
                .append(ASKED_AT, new BsonDateTime(run.askedAt().toEpochMilli()))
                .append(RUN, written);
    }

    private Run run(BsonDocument document) {
        UnknownFormException.requireKnown(document.getString(ID).getValue(),
                document.getNumber(SCHEMA, FIRST_FORM).intValue(), FORM);
        return codec.decode(new BsonDocumentReader(document.getDocument(RUN)), DecoderContext.builder().build());
    }
}
