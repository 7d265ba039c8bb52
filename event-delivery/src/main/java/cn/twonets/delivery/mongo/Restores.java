package cn.twonets.delivery.mongo;

import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/**
 * What a service's database says of its own restores from backups: {@code {_id: <epoch>, at, taken, told: [<collection>]}}
 * in the collection {@code restores}. The newest one names the epoch in which what happens now is counted.
 */
public final class Restores {
    private static final String COLLECTION = "restores";
    private static final String ID = "_id";
    private static final String TOLD = "told";
    private static final String SCHEMA = "schema";
    /** The first form did not name itself. */
    private static final int FORM = 2;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private final MongoCollection<Document> restores;
    private volatile int known = -1;

    public Restores(MongoDatabase database) {
        this.restores = database.getCollection(COLLECTION)
                .withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    /**
     * The epoch for a restore. Counting up from what the backup knows would not do: should the same backup be restored
     * twice, two futures would be told under one epoch. So it is taken from the clock, and is never less than one more.
     *
     * @param now when it is restored
     */
    public int next(Instant now) {
        return Math.max(newest() + 1, Math.toIntExact(Duration.between(FIRST, now).toSeconds()));
    }

    /**
     * Notes a restore in the restored database, before any service uses it.
     *
     * @param taken when the backup was taken
     */
    public void note(int epoch, Instant now, Instant taken) {
        restores.insertOne(new Document(ID, epoch).append(SCHEMA, FORM).append("at", Date.from(now))
                .append("taken", Date.from(taken))
                .append(TOLD, List.of()));
    }

    /**
     * Notes one restore in several databases, under one epoch.
     *
     * @param uri a MongoDB connection string
     * @return the epoch
     */
    public static int noteAll(String uri, List<String> databases, Instant now, Instant taken) {
        try (MongoClient client = StoreSettings.open(uri, "restore")) {
            List<Restores> all = databases.stream().map(name -> new Restores(client.getDatabase(name))).toList();
            int epoch = all.stream().mapToInt(one -> one.next(now)).max().orElseThrow();
            all.forEach(one -> one.note(epoch, now, taken));
            return epoch;
        }
    }

    /** The epoch in which what happens now is counted; 0 if nothing was ever restored. Asks the store once. */
    public int epoch() {
        int epoch = known;
        if (epoch < 0) {
            epoch = newest();
            known = epoch;
        }
        return epoch;
    }

    boolean isToldAgain(String collection) {
        return restores.countDocuments(Filters.and(Filters.eq(ID, epoch()), Filters.eq(TOLD, collection))) > 0;
    }

    void noteToldAgain(String collection) {
        restores.updateOne(Filters.eq(ID, epoch()), Updates.addToSet(TOLD, collection));
    }

    private int newest() {
        Document newest = restores.find().sort(Sorts.descending(ID)).limit(1).first();
        if (newest == null) {
            return 0;
        }
        int epoch = newest.getInteger(ID);
        UnknownFormException.requireKnown(COLLECTION + "/" + epoch, newest.getInteger(SCHEMA, 1), FORM);
        return epoch;
    }
}
