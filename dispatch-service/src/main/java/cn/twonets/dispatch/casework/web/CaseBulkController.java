package cn.twonets.dispatch.casework.web;

import cn.twonets.api.bulk.BulkAnswer;
import cn.twonets.api.bulk.ItemReader;
import cn.twonets.api.bulk.ItemResult;
import cn.twonets.api.caller.Caller;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.idempotency.ActKeys;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.web.RequestCause;
import cn.twonets.dispatch.casework.ActAnswer;
import cn.twonets.dispatch.casework.CaseDesk;
import cn.twonets.dispatch.casework.Standing;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.NeedId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The same act on many cases, each answered for itself. */
@RestController
@RequestMapping("/api/v1")
class CaseBulkController {
    private static final int MOST_ITEMS = 500;

    private final CaseDesk desk;
    private final Counter counter;
    private final ItemReader reader;

    CaseBulkController(CaseDesk desk, Counter counter, ItemReader reader) {
        this.desk = desk;
        this.counter = counter;
        this.reader = reader;
    }

    /** @param items at most {@value #MOST_ITEMS}, each naming its case */
    record Bulk(List<JsonNode> items) {}

    /** What one item says: a case, and the act. */
    private interface Item {
        NeedId id();

        ActBody body();
    }

    record AcknowledgementItem(NeedId id) implements Item {
        @Override
        public ActBody body() {
            return new ActBody.Acknowledgement();
        }
    }

    record ReferralItem(NeedId id, @Nullable List<AidServiceId> services, @Nullable Boolean greenChannel)
            implements
                Item {
        @Override
        public ActBody body() {
            return new ActBody.Referral(services, greenChannel);
        }
    }

    record ResolutionItem(NeedId id, CodeWord how) implements Item {
        @Override
        public ActBody body() {
            return new ActBody.Resolution(how);
        }
    }

    @PostMapping("/case-acknowledgements")
    BulkAnswer<CaseView> acknowledge(Caller caller, ActKey key, RequestCause cause, @RequestBody Bulk bulk) {
        return act(caller, key, cause, bulk, AcknowledgementItem.class);
    }

    @PostMapping("/case-referrals")
    BulkAnswer<CaseView> refer(Caller caller, ActKey key, RequestCause cause, @RequestBody Bulk bulk) {
        return act(caller, key, cause, bulk, ReferralItem.class);
    }

    @PostMapping("/case-resolutions")
    BulkAnswer<CaseView> resolve(Caller caller, ActKey key, RequestCause cause, @RequestBody Bulk bulk) {
        return act(caller, key, cause, bulk, ResolutionItem.class);
    }

    private BulkAnswer<CaseView> act(Caller caller, ActKey key, RequestCause cause, Bulk bulk,
            Class<? extends Item> type) {
        Standing who = counter.actor(caller);
        BulkAnswer.requireSize(bulk.items(), MOST_ITEMS);
        List<@Nullable ItemResult<CaseView>> results = new ArrayList<>();
        Map<NeedId, CaseDesk.Order> orders = new LinkedHashMap<>();
        Map<NeedId, Integer> places = new LinkedHashMap<>();
        for (JsonNode node : bulk.items()) {
            ItemResult<CaseView> rejected = null;
            try {
                Item item = reader.read(node, type);
                CaseDesk.Order order = new CaseDesk.Order(item.id(), item.body().act(),
                        Counter.act(ActKeys.ofItem(key, item.id().value(), node)), null);
                if (orders.putIfAbsent(item.id(), order) != null) {
                    throw Refusal.invalid("/id", "named-twice");
                }
                places.put(item.id(), results.size());
            } catch (Refusal refusal) {
                rejected = ItemResult.rejected(node.path("id").asString(""), refusal);
            }
            results.add(rejected);
        }
        Instant now = desk.now();
        desk.act(who, orders.values(), Counter.cause(cause))
                .forEach((id, answer) -> results.set(places.get(id), result(orders.get(id), answer, now)));
        return new BulkAnswer<>(results);
    }

    private static ItemResult<CaseView> result(CaseDesk.Order order, ActAnswer answer, Instant now) {
        String id = order.id().value();
        return switch (answer) {
            case ActAnswer.Done done -> done.repeated()
                    ? ItemResult.duplicate(id, CaseView.of(done.after(), now))
                    : ItemResult.done(id, CaseView.of(done.after(), now));
            case ActAnswer.Refused refused -> ItemResult.rejected(id, Counter.refusal(order.act(), refused));
        };
    }
}
