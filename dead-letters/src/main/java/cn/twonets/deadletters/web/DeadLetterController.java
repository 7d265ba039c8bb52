package cn.twonets.deadletters.web;

import cn.twonets.api.bulk.BulkAnswer;
import cn.twonets.api.bulk.ItemReader;
import cn.twonets.api.bulk.ItemResult;
import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.idempotency.ActKeys;
import cn.twonets.api.paging.Cursor;
import cn.twonets.api.paging.Page;
import cn.twonets.api.paging.PageRequest;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.delivery.deadletters.DeadLetter;
import cn.twonets.delivery.deadletters.DeadLetter.Reason;
import cn.twonets.delivery.deadletters.DeadLetter.Result;
import cn.twonets.delivery.deadletters.DeadLetter.State;
import cn.twonets.delivery.deadletters.DeadLetterBox.Place;
import cn.twonets.delivery.deadletters.DeadLetterBox.Wanted;
import cn.twonets.delivery.deadletters.DeadLetterDesk;
import cn.twonets.delivery.deadletters.DeadLetterDesk.Answer;
import cn.twonets.delivery.deadletters.SourceId;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Dead letters of one service, for operators only. */
@RestController
public class DeadLetterController {
    private static final int MOST = 200;
    private static final Duration SOON = Duration.ofSeconds(5);

    private final String service;
    private final DeadLetterDesk desk;
    private final ItemReader reader;

    /** @param service whose dead letters these are: the first part of their ids */
    public DeadLetterController(String service, DeadLetterDesk desk, ItemReader reader) {
        this.service = service;
        this.desk = desk;
        this.reader = reader;
    }

    /** Dead letters, the newest first. */
    @GetMapping("/api/v1/dead-letters")
    Page<DeadLetterView> list(
            Caller caller,
            PageRequest page,
            @RequestParam @Nullable String state,
            @RequestParam @Nullable String consumer,
            @RequestParam @Nullable String topic,
            @RequestParam @Nullable String cause) {
        caller.require(Role.OPERATOR);
        Wanted wanted = new Wanted(state(state), topic, cause);
        Place after = page.after(2).map(DeadLetterController::place).orElse(null);
        List<DeadLetter> found = consumer == null || consumer.equals(service)
                ? desk.list(wanted, after, page.limit() + 1)
                : List.of();
        return Page.of(
                found,
                page,
                letter -> Cursor.of(letter.firstSeen().toString(), letter.id()),
                DeadLetterView::of);
    }

    /** One dead letter. */
    @GetMapping("/api/v1/dead-letters/{id}")
    DeadLetterView letter(Caller caller, @PathVariable String id) {
        caller.require(Role.OPERATOR);
        return desk.find(own(id)).map(DeadLetterView::of).orElseThrow(Refusal::notFound);
    }

    /** Hands the owner's present state to the consumer that failed. */
    @PostMapping("/api/v1/dead-letters/{id}/replay")
    ReplayView replay(Caller caller, ActKey key, @PathVariable String id) {
        caller.require(Role.OPERATOR);
        return replayed(caller, own(id), key);
    }

    /** @param reason why nothing is to be done */
    record Discard(Reason reason) {}

    /** Decides that nothing is to be done about it. */
    @PostMapping("/api/v1/dead-letters/{id}/discard")
    DeadLetterView discard(Caller caller, ActKey key, @PathVariable String id, @RequestBody Discard body) {
        caller.require(Role.OPERATOR);
        return DeadLetterView.of(
                done(desk.discard(own(id), caller.post(), body.reason(), key.key())).letter());
    }

    /** At most 200 items. */
    record Bulk(List<JsonNode> items) {}

    /** One dead letter to replay. */
    record Item(String id) {}

    /** Replays each. */
    @PostMapping("/api/v1/dead-letter-replays")
    BulkAnswer<ReplayView> replayMany(Caller caller, ActKey key, @RequestBody Bulk bulk) {
        return each(caller, bulk, node -> {
            Item item = reader.read(node, Item.class);
            return replayed(caller, own(item.id()), ActKeys.ofItem(key, item.id(), item));
        });
    }

    /**
     * One dead letter to discard.
     *
     * @param reason why nothing is to be done about it
     */
    record DiscardItem(String id, Reason reason) {}

    /** Discards each. */
    @PostMapping("/api/v1/dead-letter-discards")
    BulkAnswer<DeadLetterView> discardMany(Caller caller, ActKey key, @RequestBody Bulk bulk) {
        return each(caller, bulk, node -> {
            DiscardItem item = reader.read(node, DiscardItem.class);
            String act = ActKeys.ofItem(key, item.id(), item).key();
            return DeadLetterView.of(done(desk.discard(own(item.id()), caller.post(), item.reason(), act)).letter());
        });
    }

    private static <T> BulkAnswer<T> each(Caller caller, Bulk bulk, Function<JsonNode, T> one) {
        caller.require(Role.OPERATOR);
        BulkAnswer.requireSize(bulk.items(), MOST);
        return new BulkAnswer<>(bulk.items().stream().map(node -> {
            String named = node.path("id").asString("");
            try {
                return ItemResult.done(named, one.apply(node));
            } catch (Refusal refusal) {
                return ItemResult.<T>rejected(named, refusal);
            }
        }).toList());
    }

    private ReplayView replayed(Caller caller, String id, ActKey key) {
        Answer.Done done = done(desk.replay(id, caller.post(), key.key()));
        Result result = done.act().result();
        if (result == null || result == Result.OWNER_AWAY) {
            throw Refusal.of(DeadLetterProblem.OWNER_AWAY).retryAfter(SOON);
        }
        return new ReplayView(result, DeadLetterView.of(done.letter()));
    }

    private static Answer.Done done(Answer answer) {
        return switch (answer) {
            case Answer.Done done -> done;
            case Answer.Unknown _unknown -> throw Refusal.notFound();
            case Answer.Settled settled -> throw Refusal.of(DeadLetterProblem.SETTLED, settled.state().name());
            case Answer.IdReused _reused -> throw ActKey.reused();
        };
    }

    /** The id within this service; another service's letter does not exist here. */
    private String own(String id) {
        String prefix = service + ":";
        return Optional.of(id)
                .filter(text -> text.startsWith(prefix))
                .flatMap(text -> SourceId.parse(text.substring(prefix.length())))
                .map(SourceId::toString)
                .orElseThrow(Refusal::notFound);
    }

    private static @Nullable State state(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return Arrays.stream(State.values())
                .filter(state -> state.name().equals(word))
                .findFirst()
                .orElseThrow(() -> Refusal.of(StandardProblem.INVALID_REQUEST).query("state", "unknown-value"));
    }

    private static Place place(Cursor cursor) {
        return new Place(cursor.time(0), cursor.part(1));
    }
}
