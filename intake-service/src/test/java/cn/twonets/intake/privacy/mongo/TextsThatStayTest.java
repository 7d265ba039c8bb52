package cn.twonets.intake.privacy.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.intake.privacy.Owner;
import cn.twonets.intake.privacy.Sealed;
import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts that a master key sealed and nobody can open, on the embedded store, over several pages. */
class TextsThatStayTest {
    private static final int MANY = 1_200;

    @Test
    void keepNoOtherFromBeingSealedAnewAndAreTriedAgain(@TempDir Path folder) {
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(folder));
                MongoClient client = cn.twonets.delivery.mongo.StoreSettings.open(store.connectionString(), "test")) {
            MongoDatabase database = client.getDatabase("intake");
            database.getCollection("needs")
                    .insertMany(IntStream.range(0, MANY)
                            .mapToObj(i -> need("need-%04d".formatted(i), i % 2 == 0 ? "AQAA" : "A256GCM:AAAA"))
                            .toList());
            database.getCollection("needs").insertOne(need("need-without-text", null));
            DirectTexts texts = new DirectTexts(database);
            List<Owner> asked = new ArrayList<>();

            int changed = texts.reseal((text, owner) -> {
                asked.add(owner);
                return owner.part().equals("need/need-0600") ? Optional.empty() : Optional.of(new Sealed("A256GCM:BB"));
            });

            assertThat(asked).hasSize(MANY / 2).allMatch(owner -> owner.household().value().equals("household-1"));
            assertThat(changed).isEqualTo(MANY / 2 - 1);
            assertThat(texts.areThere()).isTrue();
            assertThat(texts.reseal((text, owner) -> Optional.of(new Sealed("A256GCM:CC")))).isEqualTo(1);
            assertThat(texts.areThere()).isFalse();
            assertThat(database.getCollection("needs").find(new Document("_id", "need-0600")).first())
                    .isEqualTo(need("need-0600", "A256GCM:CC").append("version", 8L));
        }
    }

    private static Document need(String id, @Nullable String description) {
        Document state = new Document("household", "household-1");
        if (description != null) {
            state.append("description", description);
        }
        return new Document("_id", id).append("version", 7L).append("state", state);
    }
}
