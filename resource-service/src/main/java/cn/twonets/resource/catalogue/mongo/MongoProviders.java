package cn.twonets.resource.catalogue.mongo;

import cn.twonets.events.PostId;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.catalogue.Provider;
import cn.twonets.resource.catalogue.Providers;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.WriteModel;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.Document;

/** One document for each provider: {@code {_id, name, clerks: [post]}}. Some dozens in a county, so no index. */
public final class MongoProviders implements Providers {
    private static final int DUPLICATE_KEY = 11_000;

    private final MongoCollection<Document> providers;

    public MongoProviders(MongoDatabase database) {
        this.providers = database.getCollection("providers")
                .withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    @Override
    public Optional<Provider> ofClerk(PostId post) {
        return Optional.ofNullable(providers.find(Filters.eq("clerks", post.value())).first())
                .map(MongoProviders::provider);
    }

    @Override
    public Optional<Provider> find(ProviderId id) {
        return Optional.ofNullable(providers.find(Filters.eq("_id", id.value())).first())
                .map(MongoProviders::provider);
    }

    @Override
    public void addMissing(Collection<Provider> missing) {
        List<WriteModel<Document>> inserts = missing.stream()
                .<WriteModel<Document>>map(provider -> new InsertOneModel<>(new Document("_id", provider.id().value())
                        .append("name", provider.name())
                        .append("clerks", provider.clerks().stream().map(PostId::value).sorted().toList())))
                .toList();
        try {
            providers.bulkWrite(inserts, new BulkWriteOptions().ordered(false));
        } catch (MongoBulkWriteException e) {
            if (e.getWriteErrors().stream().anyMatch(error -> error.getCode() != DUPLICATE_KEY)) {
                throw e;
            }
        }
    }

    private static Provider provider(Document document) {
        Set<PostId> clerks = document.getList("clerks", String.class).stream()
                .map(PostId::new)
                .collect(Collectors.toUnmodifiableSet());
        return new Provider(new ProviderId(document.getString("_id")), document.getString("name"), clerks);
    }
}
