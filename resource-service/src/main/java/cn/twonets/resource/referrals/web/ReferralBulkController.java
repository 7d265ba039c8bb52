package cn.twonets.resource.referrals.web;

import cn.twonets.api.bulk.BulkAnswer;
import cn.twonets.api.bulk.ItemReader;
import cn.twonets.api.bulk.ItemResult;
import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.conditional.IfMatch;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.idempotency.ActKeys;
import cn.twonets.api.problem.Refusal;
import cn.twonets.resource.referrals.ReferralAct;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Many acceptances or deliveries in one request, answered item by item. */
@RestController
class ReferralBulkController {
    private static final int MOST = 500;
    private static final IfMatch ANY = new IfMatch(Set.of());

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
        return new BulkAnswer<>(bulk.items().stream().map(node -> one(caller, key, node, type, id, act)).toList());
    }

    private <T> ItemResult<ReferralView> one(
            Caller caller,
            ActKey key,
            JsonNode node,
            Class<T> type,
            Function<T, String> id,
            Function<T, ReferralAct> act) {
        String named = node.path("id").asString("");
        try {
            T item = reader.read(node, type);
            return ItemResult.done(named, actions.act(caller, id.apply(item),
                    ActKeys.ofItem(key, id.apply(item), item), ANY, act.apply(item)));
        } catch (Refusal refusal) {
            return ItemResult.rejected(named, refusal);
        }
    }
}
