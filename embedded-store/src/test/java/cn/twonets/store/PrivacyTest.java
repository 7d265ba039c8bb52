package cn.twonets.store;

import static com.mongodb.client.model.Filters.eq;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;

import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;

/** The library would log whole failing commands; nothing that a command carries reaches a log. */
class PrivacyTest {
    private static final String CANARY = "CANARY-9f31-name";

    @TempDir
    Path folder;

    private final ch.qos.logback.classic.Logger root = (ch.qos.logback.classic.Logger) LoggerFactory
            .getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private Level level;

    @BeforeEach
    void listen() {
        level = root.getLevel();
        root.setLevel(Level.INFO);
        logged.start();
        root.addAppender(logged);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(logged);
        root.setLevel(level);
    }

    @Test
    void logsNothingThatACommandCarries() {
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(folder));
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoDatabase database = client.getDatabase("d");
            MongoCollection<Document> people = database.getCollection("people");
            people.createIndex(new Document("name", 1), new IndexOptions().unique(true));
            people.insertOne(new Document("_id", CANARY).append("name", CANARY).append("n", CANARY));

            assertFails(() -> people.insertOne(new Document("_id", CANARY)));
            assertFails(() -> people.insertOne(new Document("_id", 2).append("name", CANARY)));
            assertFails(() -> people.updateOne(eq("name", CANARY), new Document("$inc", new Document("n", 1))));
            assertFails(() -> people.updateOne(eq("name", CANARY), new Document("$none", new Document("n", CANARY))));
            assertFails(() -> people.find(new Document("name", new Document("$none", CANARY))).first());
            assertFails(() -> database.runCommand(new Document("none", CANARY)));
            assertFails(() -> database
                    .runCommand(new Document("find", "people").append("filter", CANARY).append("limit", CANARY)));
            assertFails(() -> database.runCommand(
                    new Document("distinct", "people").append("key", 1).append("query", new Document("name", CANARY))));
            assertFails(() -> database.runCommand(new Document("insert", "people").append("documents", CANARY)));
            assertFails(() -> database.runCommand(new Document("update", "people").append("updates", List.of(CANARY))));
        }

        assertThat(logged.list).as("events, so that an empty log proves nothing by accident").isNotEmpty();
        assertThat(logged.list).allSatisfy(event -> assertThat(text(event)).doesNotContain("CANARY"));
    }

    private static void assertFails(Runnable command) {
        assertThatThrownBy(command::run).isInstanceOf(MongoException.class);
    }

    private static String text(ILoggingEvent event) {
        return event.getFormattedMessage()
                + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
}
