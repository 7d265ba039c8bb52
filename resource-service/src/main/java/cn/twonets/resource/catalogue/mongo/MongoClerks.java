package cn.twonets.resource.catalogue.mongo;

import cn.twonets.delivery.mongo.UnknownFormException;
import cn.twonets.events.PostId;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.catalogue.Clerk;
import cn.twonets.resource.catalogue.Clerks;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.Sorts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * One document for each post: {@code {_id, schema, version, provider, since, until, acts: [{key, body}]}}; {@code until} is
 * left out while the post acts. That the post is the id keeps it from acting for two at once. Some hundreds in a county, so
 * no index. A post without a document may still stand in a provider's document of the first form; see
 * {@link MongoProviders}.
 */
public final class MongoClerks implements Clerks {
    private static final int SCHEMA = 1;
    private static final String ID = "_id";
    private static final String VERSION = "version";
    private static final String PROVIDER = "provider";
    private static final String SINCE = "since";
    private static final String UNTIL = "until";

    private final MongoCollection<Document> clerks;
    private final MongoCollection<Document> providers;

    public MongoClerks(MongoDatabase database) {
        this.clerks = MongoProviders.durable(database, "clerks");
        this.providers = MongoProviders.durable(database, MongoProviders.COLLECTION);
    }

    @Override
    public Optional<Clerk> find(PostId post) {
        return one(Filters.eq(ID, post.value())).or(() -> noted(post));
    }

    @Override
    public Optional<Clerk> changedBy(String key) {
        return one(Filters.eq("acts.key", key));
    }

    private Optional<Clerk> one(Bson filter) {
        return Optional.ofNullable(clerks.find(filter).first()).map(MongoClerks::clerk);
    }

    private Optional<Clerk> noted(PostId post) {
        return Optional.ofNullable(providers.find(Filters.eq(MongoProviders.CLERKS, post.value()))
                .projection(Projections.include(ID))
                .sort(Sorts.ascending(ID))
                .first())
                .map(document -> Clerk.noted(post, new ProviderId(document.getString(ID))));
    }

    @Override
    public List<Clerk> of(ProviderId provider, String afterPost, int limit) {
        SortedMap<String, Clerk> found = new TreeMap<>();
        Document named = providers.find(Filters.eq(ID, provider.value())).first();
        if (named != null) {
            named.getList(MongoProviders.CLERKS, String.class, List.of()).stream()
                    .filter(post -> post.compareTo(afterPost) > 0)
                    .forEach(post -> found.put(post, Clerk.noted(new PostId(post), provider)));
        }
        clerks.find(Filters.in(ID, List.copyOf(found.keySet())))
                .projection(Projections.include(ID))
                .forEach(document -> found.remove(document.getString(ID)));
        clerks.find(Filters.and(Filters.eq(PROVIDER, provider.value()), Filters.gt(ID, afterPost)))
                .sort(Sorts.ascending(ID))
                .limit(limit)
                .map(MongoClerks::clerk)
                .forEach(clerk -> found.put(clerk.post().value(), clerk));
        return found.values().stream().limit(limit).toList();
    }

    @Override
    public boolean write(Clerk next) {
        if (next.version() == 1) {
            return MongoProviders.inserted(clerks, document(next));
        }
        return clerks.replaceOne(
                Filters.and(Filters.eq(ID, next.post().value()), Filters.eq(VERSION, next.version() - 1)),
                document(next))
                .getMatchedCount() == 1;
    }

    private static Document document(Clerk clerk) {
        Document document = new Document(ID, clerk.post().value())
                .append("schema", SCHEMA)
                .append(VERSION, clerk.version())
                .append(PROVIDER, clerk.provider().value())
                .append("acts", new ArrayList<>(clerk.acts().stream().map(RememberedActs::document).toList()));
        append(document, SINCE, clerk.since());
        append(document, UNTIL, clerk.until());
        return document;
    }

    private static void append(Document document, String name, @Nullable Instant at) {
        if (at != null) {
            document.append(name, Date.from(at));
        }
    }

    private static Clerk clerk(Document document) {
        String post = document.getString(ID);
        UnknownFormException.requireKnown(post, document.getInteger("schema", SCHEMA), SCHEMA);
        return new Clerk(
                new PostId(post),
                new ProviderId(document.getString(PROVIDER)),
                at(document, SINCE),
                at(document, UNTIL),
                document.getLong(VERSION),
                document.getList("acts", Document.class).stream().map(RememberedActs::act).toList());
    }

    private static @Nullable Instant at(Document document, String name) {
        Date date = document.getDate(name);
        return date == null ? null : date.toInstant();
    }
}
