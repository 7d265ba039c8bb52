package cn.twonets.resource.referrals.web;

import cn.twonets.api.bulk.BulkAnswer;
import cn.twonets.api.bulk.ItemReader;
import cn.twonets.api.bulk.ItemResult;
import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.idempotency.ActKeys;
import cn.twonets.api.problem.Refusal;
import cn.twonets.events.NeedId;
import cn.twonets.resource.referrals.ReferralAct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Many acceptances or deliveries in one request, answered item by item. */
@RestController
class ReferralBulkController {
    private static final int MOST = 500;

    private final ReferralActions actions;
    private final ItemReader reader;

    ReferralBulkController(ReferralActions actions, ItemReader reader) {
        this.actions = actions;
        this.reader = reader;
    }

    /** At most 500 items. */
    record Bulk(List<JsonNode> items) {}

    /** One referral to accept. */
    record Acceptance(String id) {}

    /** One referral that was delivered. */
    record Delivered(String id, String evidence) {}

    /** Accepts each. */
    @PostMapping("/api/v1/referral-acceptances")
    BulkAnswer<ReferralView> accept(Caller caller, ActKey key, @RequestBody Bulk bulk) {
        return each(caller, key, bulk, Acceptance.class, Acceptance::id,
                item -> new ReferralAct.Accept(caller.post()));
    }

    /** Delivers each. */
    @PostMapping("/api/v1/referral-deliveries")
    BulkAnswer<ReferralView> deliver(Caller caller, ActKey key, @RequestBody Bulk bulk) {
        return each(caller, key, bulk, Delivered.class, Delivered::id,
                item -> actions.deliver(caller, item.evidence()));
    }

    private <T> BulkAnswer<ReferralView> each(
            Caller caller,
            ActKey key,
            Bulk bulk,
            Class<T> type,
            Function<T, String> id,
            Function<T, ReferralAct> act) {
        caller.require(Role.DEPARTMENT);
        BulkAnswer.requireSize(bulk.items(), MOST);
        List<@Nullable ItemResult<ReferralView>> results = new ArrayList<>();
        List<ReferralActions.Item> items = new ArrayList<>();
        Map<NeedId, Integer> places = new LinkedHashMap<>();
        for (JsonNode node : bulk.items()) {
            ItemResult<ReferralView> rejected = null;
            try {
                T item = reader.read(node, type);
                String named = id.apply(item);
                ReferralActions.Item read = new ReferralActions.Item(
                        named, ReferralKey.parse(named), ActKeys.ofItem(key, named, item), act.apply(item));
                if (places.putIfAbsent(read.referral().need(), results.size()) != null) {
                    throw Refusal.invalid("/id", "named-twice");
                }
                items.add(read);
            } catch (Refusal refusal) {
                rejected = ItemResult.rejected(node.path("id").asString(""), refusal);
            }
            results.add(rejected);
        }
        List<ItemResult<ReferralView>> acted = actions.act(caller, items);
        for (int i = 0; i < items.size(); i++) {
            results.set(places.get(items.get(i).referral().need()), acted.get(i));
        }
        return new BulkAnswer<>(results);
    }
}
