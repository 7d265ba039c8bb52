package cn.twonets.dispatch.grid.mongo;

import cn.twonets.delivery.mongo.UnknownFormException;
import cn.twonets.dispatch.grid.GridImport;
import cn.twonets.dispatch.grid.GridImports;
import cn.twonets.dispatch.grid.ImportPlan;
import cn.twonets.dispatch.grid.ImportTooLargeException;
import cn.twonets.events.PostId;
import cn.twonets.events.json.EventCodec;
import com.mongodb.MongoWriteException;
import com.mongodb.ErrorCategory;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.bson.Document;
import org.bson.types.Binary;
import tools.jackson.databind.json.JsonMapper;

/**
 * Imports in one collection, {@code _id} = number. The plan is kept as compressed JSON, because a document holds 16 MiB
 * and a plan as BSON would reach that with some ten thousand units.
 */
public final class MongoGridImports implements GridImports {
    private static final int MOST_BYTES = 15 * 1024 * 1024;
    private static final String SCHEMA = "schema";
    /** The first form did not name itself. */
    private static final int FORM = 2;
    private static final JsonMapper JSON = EventCodec.mapper();

    private final MongoCollection<Document> imports;

    /** @param database with majority concerns */
    public MongoGridImports(MongoDatabase database) {
        this.imports = database.getCollection("grid_imports");
    }

    @Override
    public boolean add(GridImport decided) {
        byte[] plan = compressed(decided.plan());
        if (plan.length > MOST_BYTES) {
            throw new ImportTooLargeException();
        }
        ImportPlan.Counts counts = decided.counts();
        try {
            imports.insertOne(
                    new Document("_id", decided.number())
                            .append(SCHEMA, FORM)
                            .append("at", Date.from(decided.at()))
                            .append("by", decided.by().value())
                            .append("correlationId", decided.correlationId())
                            .append("counts",
                                    List.of(counts.unitsAdded(), counts.unitsChanged(), counts.unitsEnded(),
                                            counts.appointmentsAdded(), counts.appointmentsChanged(),
                                            counts.appointmentsEnded()))
                            .append("finished", false)
                            .append("plan", new Binary(plan)));
            return true;
        } catch (MongoWriteException e) {
            if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Optional<GridImport> find(long number) {
        return Optional.ofNullable(imports.find(Filters.eq("_id", number)).first()).map(MongoGridImports::read);
    }

    @Override
    public long newest() {
        Document newest = imports.find().sort(Sorts.descending("_id")).limit(1).first();
        return newest == null ? 0 : newest.getLong("_id");
    }

    @Override
    public List<GridImport> unfinished(Instant before) {
        Date limit = before.equals(Instant.MAX) ? new Date(Long.MAX_VALUE) : Date.from(before);
        List<GridImport> found = new ArrayList<>();
        imports.find(Filters.and(Filters.eq("finished", false), Filters.lte("at", limit)))
                .sort(Sorts.ascending("_id"))
                .forEach(document -> found.add(read(document)));
        return found;
    }

    @Override
    public void finish(long number) {
        imports.updateOne(Filters.eq("_id", number),
                Updates.combine(Updates.set("finished", true), Updates.unset("plan")));
    }

    private static GridImport read(Document document) {
        long number = document.getLong("_id");
        UnknownFormException.requireKnown("grid_imports/" + number, document.getInteger(SCHEMA, 1), FORM);
        List<Integer> counts = document.getList("counts", Integer.class);
        Binary plan = document.get("plan", Binary.class);
        return new GridImport(
                number,
                document.getDate("at").toInstant(),
                new PostId(document.getString("by")),
                document.getString("correlationId"),
                new ImportPlan.Counts(counts.get(0), counts.get(1), counts.get(2), counts.get(3), counts.get(4),
                        counts.get(5)),
                document.getBoolean("finished"),
                plan == null ? null : plan(plan.getData()));
    }

    private static byte[] compressed(GridImport.Plan plan) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(JSON.writeValueAsBytes(plan));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static GridImport.Plan plan(byte[] compressed) {
        try (GZIPInputStream zip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            return JSON.readValue(zip.readAllBytes(), GridImport.Plan.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
