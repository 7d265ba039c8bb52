package cn.twonets.resource.catalogue.mongo;

import cn.twonets.delivery.mongo.UnknownFormException;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.catalogue.Provider;
import cn.twonets.resource.catalogue.ProviderKind;
import cn.twonets.resource.catalogue.Providers;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;

/**
 * One document for each provider: {@code {_id, schema, version, name, kind, clerks, made: {key, body}}}. Some dozens in a
 * county, so no index.
 *
 * <p>{@code clerks} is where the first form of this document, which named neither itself nor a version, kept the posts that
 * act for it. {@link MongoClerks} still reads it there; written now is an empty one, without which the release before
 * could not read the document.
 */
public final class MongoProviders implements Providers {
    static final String COLLECTION = "providers";
    static final String CLERKS = "clerks";
    static final int SCHEMA = 2;

    private static final String ID = "_id";
    private static final String VERSION = "version";

    private final MongoCollection<Document> providers;

    public MongoProviders(MongoDatabase database) {
        this.providers = durable(database, COLLECTION);
    }

    /** Read and written as all that decides is. */
    static MongoCollection<Document> durable(MongoDatabase database, String collection) {
        return database.getCollection(collection)
                .withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
    }

    @Override
    public Optional<Provider> find(ProviderId id) {
        return one(Filters.eq(ID, id.value()));
    }

    @Override
    public Optional<Provider> madeBy(String key) {
        return one(Filters.eq("made.key", key));
    }

    private Optional<Provider> one(Bson filter) {
        return Optional.ofNullable(providers.find(filter).first()).map(MongoProviders::provider);
    }

    @Override
    public List<Provider> after(String afterId, int limit) {
        return providers.find(Filters.gt(ID, afterId))
                .sort(Sorts.ascending(ID))
                .limit(limit)
                .map(MongoProviders::provider)
                .into(new ArrayList<>());
    }

    @Override
    public boolean add(Provider provider) {
        return inserted(providers, document(provider).append(CLERKS, List.of()));
    }

    /** Whether it was stored, and nothing of that id was there. */
    static boolean inserted(MongoCollection<Document> collection, Document document) {
        try {
            collection.insertOne(document);
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    /** The clerks of the first form stay where they are. */
    @Override
    public boolean replace(Provider next) {
        Bson guard = next.version() == 1 ? Filters.exists(VERSION, false) : Filters.eq(VERSION, next.version() - 1);
        Document changed = document(next);
        changed.remove(ID);
        return providers.updateOne(Filters.and(Filters.eq(ID, next.id().value()), guard), new Document("$set", changed))
                .getMatchedCount() == 1;
    }

    private static Document document(Provider provider) {
        Document document = new Document(ID, provider.id().value())
                .append("schema", SCHEMA)
                .append(VERSION, provider.version())
                .append("name", provider.name())
                .append("kind", provider.kind().name());
        if (provider.made() != null) {
            document.append("made", RememberedActs.document(provider.made()));
        }
        return document;
    }

    private static Provider provider(Document document) {
        String id = document.getString(ID);
        UnknownFormException.requireKnown(id, document.getInteger("schema", 1), SCHEMA);
        Document made = document.get("made", Document.class);
        return new Provider(
                new ProviderId(id),
                document.getString("name"),
                ProviderKind.valueOf(document.get("kind", ProviderKind.OTHER.name())),
                document.get(VERSION, 0L),
                made == null ? null : RememberedActs.act(made));
    }
}
