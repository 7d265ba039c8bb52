package cn.twonets.intake.privacy.mongo;

import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import java.time.Duration;
import java.util.List;

/** Whether a store holds anything that keys were needed for. */
public final class SealedData {
    private static final List<String> COLLECTIONS = List.of(StoredKeys.COLLECTION, "households");

    private final MongoDatabase database;

    private SealedData(MongoDatabase database) {
        this.database = database;
    }

    public static SealedData in(MongoDatabase database) {
        return new SealedData(database);
    }

    /**
     * Whether there are households, or keys of households.
     *
     * @param patience how long to wait for a store that is still starting
     * @throws MongoTimeoutException if it did not answer within that time
     */
    public boolean isThere(Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                return COLLECTIONS.stream()
                        .anyMatch(name -> database.getCollection(name).find()
                                .projection(Projections.include("_id"))
                                .first() != null);
            } catch (MongoTimeoutException notYet) {
                // the driver has waited some seconds for a server to appear
                if (System.nanoTime() - end > 0) {
                    throw notYet;
                }
            }
        }
    }
}
