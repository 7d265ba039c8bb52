package cn.twonets.intake.needs.web;

import cn.twonets.api.bulk.BulkAnswer;
import cn.twonets.api.bulk.ItemReader;
import cn.twonets.api.bulk.ItemResult;
import cn.twonets.api.bulk.Made;
import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.idempotency.ActKeys;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.web.RequestCause;
import cn.twonets.events.NeedId;
import cn.twonets.intake.households.web.PersonalKeys;
import cn.twonets.intake.needs.NeedDesk;
import cn.twonets.intake.needs.Submission;
import cn.twonets.intake.needs.Submitted;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Needs in batches: each item for itself, named by an id that the client made. */
@RestController
public final class NeedBatchController {
    static final int MOST_ITEMS = 1000;
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9._:/-]{1,64}");

    private final NeedDesk desk;
    private final ItemReader reader;
    private final Actors actors;
    private final PersonalKeys keys;

    NeedBatchController(NeedDesk desk, ItemReader reader, Actors actors, PersonalKeys keys) {
        this.desk = desk;
        this.reader = reader;
        this.actors = actors;
        this.keys = keys;
    }

    /**
     * A batch.
     *
     * @param items 1 to 1,000 needs as for a single one, each with an {@code id} of the client's: 1 to 64 of letters,
     *        digits and {@code . _ : / -}. The same id with the same content again is a duplicate; an id never holds
     *        private data, and one with an identity number in it is rejected
     */
    record BatchBody(List<JsonNode> items) {}

    /** What was accepted. */
    record Accepted(NeedId need) implements Made {
        @Override
        public String made() {
            return need.value();
        }
    }

    /** Reports up to 1,000 needs; answered item by item in the order of the request. */
    @PostMapping("/api/v1/need-batches")
    BulkAnswer<Accepted> submit(@RequestBody BatchBody batch, Caller caller, RequestCause cause) {
        caller.require(Role.GRID_MEMBER, Role.ASSISTANCE_OFFICE);
        BulkAnswer.requireSize(batch.items(), MOST_ITEMS);
        List<Item> items = new ArrayList<>();
        Map<NeedId, Submission> submissions = new LinkedHashMap<>();
        for (JsonNode node : batch.items()) {
            Item item = read(caller, node);
            items.add(item);
            if (item.submission() != null) {
                submissions.putIfAbsent(item.submission().id(), item.submission());
            }
        }
        Map<NeedId, Submitted> results = submissions.isEmpty()
                ? Map.of()
                : desk.submit(actors.actor(caller, cause), List.copyOf(submissions.values()));
        return new BulkAnswer<>(items.stream().map(item -> answer(item, submissions, results)).toList());
    }

    private Item read(Caller caller, JsonNode node) {
        String sent = node.path("id").isString() ? node.path("id").asString() : "";
        boolean personal = keys.isPersonal(sent);
        String id = CLIENT_ID.matcher(sent).matches() && !personal ? sent : "";
        try {
            if (id.isEmpty()) {
                String absent = node.path("id").isMissingNode() ? "missing" : "wrong-format";
                throw Refusal.of(NeedProblem.NOT_ACCEPTABLE).field("/id", personal ? PersonalKeys.CODE : absent);
            }
            ActKey key = ActKeys.ofItem(caller, id, node);
            JsonNode need = ((ObjectNode) node).deepCopy().without("id");
            Submission submission = reader.read(need, NeedBody.class)
                    .read(new NeedId(key.creationId()), key.bodyHash());
            return new Item(id, submission, null);
        } catch (Refusal refusal) {
            // not an exception here: the item is rejected and the others go on
            return new Item(id, null, refusal);
        }
    }

    private static ItemResult<Accepted> answer(Item item, Map<NeedId, Submission> submissions,
            Map<NeedId, Submitted> results) {
        Submission submission = item.submission();
        if (submission == null) {
            return ItemResult.rejected(item.id(), item.refusal());
        }
        Submission first = submissions.get(submission.id());
        if (!first.bodyHash().equals(submission.bodyHash())) {
            return ItemResult.rejected(item.id(), ActKey.reused());
        }
        return switch (results.get(submission.id())) {
            case Submitted.Created created when first == submission -> ItemResult
                    .created(item.id(), new Accepted(created.need().id()));
            case Submitted.Created again -> ItemResult.duplicate(item.id(), new Accepted(again.need().id()));
            case Submitted.Duplicate duplicate -> ItemResult
                    .duplicate(item.id(), new Accepted(duplicate.need().id()));
            case Submitted.KeyReused reused -> ItemResult.rejected(item.id(), ActKey.reused());
            case Submitted.Refused refused -> ItemResult.rejected(item.id(), Refusals.of(refused.faults()));
        };
    }

    /** One item: either what is to be submitted, or why not. */
    private record Item(String id, @Nullable Submission submission, @Nullable Refusal refusal) {}
}
