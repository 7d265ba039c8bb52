package cn.twonets.dispatch.casework.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import cn.twonets.dispatch.casework.OpenCases;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import java.time.Instant;
import java.util.Date;
import java.util.function.Consumer;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** Reads five fields of each open case, by an index that ended ones do not stand in the way of. */
public final class MongoOpenCases implements OpenCases {
    private static final int PAGE = 1_000;
    private static final Bson COUNTED = Projections.include("state.shown.status", "state.shown.responsible.level",
            "state.dueSoonAt", "state.shown.dueAt", "state.shown.householdDueAt");

    private final MongoCollection<Document> cases;

    public MongoOpenCases(MongoDatabase database) {
        this.cases = database.getCollection("cases");
    }

    @Override
    public void below(GridCode top, Consumer<Counted> counter) {
        cases.find(open(top)).projection(COUNTED).batchSize(PAGE).forEach(document -> {
            Document state = document.get("state", Document.class);
            Document shown = state.get("shown", Document.class);
            counter.accept(new Counted(
                    CaseStatus.valueOf(shown.getString("status")),
                    GridLevel.valueOf(shown.get("responsible", Document.class).getString("level")),
                    time(state.getDate("dueSoonAt")),
                    time(shown.getDate("dueAt")),
                    shown.getDate("householdDueAt").toInstant()));
        });
    }

    static Bson open(GridCode top) {
        return and(eq("state.ancestors", top.value()), eq("state.open", true));
    }

    private static @Nullable Instant time(@Nullable Date date) {
        return date == null ? null : date.toInstant();
    }
}
