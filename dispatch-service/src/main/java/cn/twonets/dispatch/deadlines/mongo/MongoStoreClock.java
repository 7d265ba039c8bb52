package cn.twonets.dispatch.deadlines.mongo;

import cn.twonets.dispatch.deadlines.StoreClock;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.bson.Document;

/** Reads a MongoDB server's clock out of its greeting. */
public final class MongoStoreClock implements StoreClock {
    private final MongoDatabase database;
    private final Clock real;

    /** @param real this machine's real time, without any virtual offset: stores know nothing of that */
    public MongoStoreClock(MongoDatabase database, Clock real) {
        this.database = database;
        this.real = real;
    }

    /** Taken from the middle between asking and being answered, so that a slow answer is no difference. */
    @Override
    public Duration difference() {
        Instant asked = real.instant();
        Instant theirs = database.runCommand(new Document("hello", 1)).getDate("localTime").toInstant();
        Instant answered = real.instant();
        Instant ours = asked.plus(Duration.between(asked, answered).dividedBy(2));
        return Duration.between(theirs, ours).abs();
    }
}
