package cn.twonets.resource.referrals.mongo;

import cn.twonets.events.ReferralStatus;
import cn.twonets.resource.referrals.OpenReferrals;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.util.Date;
import java.util.function.Consumer;
import org.bson.Document;

/** Reads two fields of each record whose case is open, by an index. */
public final class MongoOpenReferrals implements OpenReferrals {
    private static final int PAGE = 1_000;

    private final MongoCollection<Document> records;

    public MongoOpenReferrals(MongoDatabase database) {
        this.records = database.getCollection(MongoAidRecords.KIND.collection());
    }

    @Override
    public void all(Consumer<Counted> counter) {
        records.find(Filters.eq("state.wanted.open", true))
                .projection(Projections.include("state.referral.status", "state.referral.answerDueAt"))
                .batchSize(PAGE)
                .forEach(document -> {
                    Document state = document.get("state", Document.class);
                    Document referral = state == null ? null : state.get("referral", Document.class);
                    if (referral != null) {
                        Date due = referral.getDate("answerDueAt");
                        counter.accept(new Counted(ReferralStatus.valueOf(referral.getString("status")),
                                due == null ? null : due.toInstant()));
                    }
                });
    }
}
