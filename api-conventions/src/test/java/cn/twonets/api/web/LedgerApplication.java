package cn.twonets.api.web;

import cn.twonets.api.bulk.BulkAnswer;
import cn.twonets.api.bulk.ItemReader;
import cn.twonets.api.bulk.ItemResult;
import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.conditional.ETags;
import cn.twonets.api.conditional.IfMatch;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.idempotency.ActKeys;
import cn.twonets.api.idempotency.IdempotencyKeyRequired;
import cn.twonets.api.paging.Cursor;
import cn.twonets.api.paging.Page;
import cn.twonets.api.paging.PageRequest;
import cn.twonets.api.problem.Refusal;
import cn.twonets.events.PostId;
import cn.twonets.events.Urgency;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.JsonNode;

/** A very small service that uses every convention. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(LedgerApplication.Ledger.class)
public class LedgerApplication {
    /** What is written down. */
    record Entry(String text, int amount, Urgency urgency, @Nullable PostId about, @Nullable Instant at,
            @Nullable List<Line> lines) {}

    record Line(String code, long fen) {}

    record Batch(List<JsonNode> items) {}

    record Written(String id, Entry entry) {}

    record WhoAmI(PostId post, List<Role> roles, String correlationId, String traceparent) {}

    @RestController
    static class Ledger {
        private final Map<String, Stored> entries = new ConcurrentHashMap<>();
        private final ItemReader items;
        private final Clock clock;

        Ledger(ItemReader items, Clock clock) {
            this.items = items;
            this.clock = clock;
        }

        record Stored(Entry entry, String bodyHash, long sequence) {}

        @GetMapping("/api/v1/me")
        WhoAmI me(Caller caller, RequestCause cause) {
            return new WhoAmI(caller.post(), caller.roles().stream().sorted().toList(), cause.correlationId(),
                    cause.traceparent());
        }

        @GetMapping("/api/v1/now")
        Map<String, Instant> now() {
            return Map.of("now", clock.instant());
        }

        @PostMapping("/api/v1/entries")
        ResponseEntity<Written> create(@RequestBody Entry entry, @IdempotencyKeyRequired ActKey key) {
            Stored stored = entries.computeIfAbsent(key.creationId(), id -> new Stored(entry, key.bodyHash(), 1));
            key.requireSameBody(stored.bodyHash());
            return ResponseEntity.created(URI.create("/api/v1/entries/" + key.creationId()))
                    .eTag(ETags.of(stored.sequence()))
                    .body(new Written(key.creationId(), stored.entry()));
        }

        @PutMapping("/api/v1/entries/{id}")
        ResponseEntity<Written> change(@PathVariable String id, IfMatch condition, @RequestBody Entry entry) {
            Stored stored = entries.get(id);
            if (stored == null) {
                throw Refusal.notFound();
            }
            condition.require(stored.sequence());
            entries.put(id, new Stored(entry, stored.bodyHash(), stored.sequence() + 1));
            return ResponseEntity.ok().eTag(ETags.of(stored.sequence() + 1)).body(new Written(id, entry));
        }

        @GetMapping("/api/v1/entries/{id}")
        ResponseEntity<Written> read(@PathVariable String id) {
            Stored stored = entries.get(id);
            if (stored == null) {
                throw Refusal.notFound();
            }
            return ResponseEntity.ok().eTag(ETags.of(stored.sequence())).body(new Written(id, stored.entry()));
        }

        @PostMapping("/api/v1/entries/{id}/act")
        Map<String, String> act(@PathVariable String id, ActKey key) {
            return Map.of("key", key.key(), "hash", key.bodyHash());
        }

        @PostMapping("/api/v1/entry-batches")
        BulkAnswer<Entry> batch(Caller caller, @RequestBody Batch batch) {
            BulkAnswer.requireSize(batch.items(), 3);
            List<ItemResult<Entry>> answers = new ArrayList<>();
            for (JsonNode item : batch.items()) {
                String id = String.valueOf(item.path("text").stringValue(""));
                try {
                    Entry entry = items.read(item, Entry.class);
                    ActKeys.ofItem(caller, id, item);
                    answers.add(ItemResult.created(id, entry));
                } catch (Refusal refusal) {
                    answers.add(ItemResult.rejected(id, refusal));
                }
            }
            return new BulkAnswer<>(answers);
        }

        @GetMapping("/api/v1/numbers")
        Page<Integer> numbers(PageRequest page) {
            int after = page.after(1).map(cursor -> Integer.valueOf(cursor.part(0))).orElse(0);
            List<Integer> found = IntStream.rangeClosed(after + 1, 120).limit(page.limit() + 1L).boxed().toList();
            return Page.of(found, page, number -> Cursor.of(String.valueOf(number)), number -> number);
        }

        @GetMapping("/api/v1/typed/{number}")
        int typed(@PathVariable int number, @RequestParam int factor) {
            return number * factor;
        }

        @PostMapping("/api/v1/grid-imports")
        Map<String, Long> streamed(HttpServletRequest request) throws IOException {
            return Map.of("bytes", (long) request.getInputStream().readAllBytes().length);
        }

        @PostMapping(path = "/api/v1/parts", consumes = "multipart/form-data")
        Map<String, Long> parts(@RequestPart MultipartFile units) {
            return Map.of("bytes", units.getSize());
        }

        @GetMapping("/api/v1/leaders-only")
        String leaders(Caller caller) {
            caller.require(Role.GRID_LEADER, Role.OPERATOR);
            return "\"ok\"";
        }

        @PostMapping("/internal/facts")
        String facts() {
            return "\"ok\"";
        }

        @GetMapping("/api/v1/broken")
        String broken() {
            throw new IllegalStateException("CANARY-in-a-message");
        }

        @GetMapping("/api/v1/store-away")
        String storeAway() {
            throw new com.mongodb.MongoTimeoutException("CANARY-in-a-message");
        }
    }
}
