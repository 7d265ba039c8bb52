package cn.twonets.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.conditional.IfMatch;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.idempotency.ActKeys;
import cn.twonets.api.json.JsonFaults;
import cn.twonets.api.json.JsonSettings;
import cn.twonets.api.paging.Cursor;
import cn.twonets.api.paging.PageRequest;
import cn.twonets.api.problem.Language;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.time.OffsetFile;
import cn.twonets.events.PostId;
import cn.twonets.fuzzing.DecoderFuzz;
import cn.twonets.fuzzing.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What stands in headers, queries and bodies: read, or refused as what callers got wrong. */
class RequestPartsFuzzTest {
    private static final Caller CALLER = new Caller(new PostId("village-leader:411082110213"), Set.of());

    private static String text(byte[] input) {
        return new String(input, StandardCharsets.UTF_8);
    }

    private static String refused(Refusal refusal) {
        assertThat(refusal.type().status()).isBetween(400, 499);
        return refusal.type().slug();
    }

    @Test
    void readsCursors() throws InterruptedException {
        Map<String, Long> outcomes = DecoderFuzz.of("cursors", Words.LINE).feed(input -> {
            String given = text(input);
            try {
                Cursor cursor = Cursor.parse(given, 2);
                assertThat(Cursor.parse(cursor.toString(), 2)).isEqualTo(cursor);
                cursor.time(0).toEpochMilli();
                return "read";
            } catch (Refusal refusal) {
                return refused(refusal);
            }
        });
        assertThat(outcomes).containsKeys("read", "invalid-request");
    }

    @Test
    void readsPages() throws InterruptedException {
        DecoderFuzz.of("pages", Words.LINE).feed(input -> {
            try {
                PageRequest page = PageRequest.of(text(input), text(input));
                assertThat(page.limit()).isBetween(1, PageRequest.MOST);
                return "read";
            } catch (Refusal refusal) {
                return refused(refusal);
            }
        });
    }

    @Test
    void readsConditions() throws InterruptedException {
        Map<String, Long> outcomes = DecoderFuzz.of("conditions", Words.LINE).feed(input -> {
            try {
                IfMatch condition = IfMatch.of(text(input), true);
                if (!condition.tags().isEmpty() && !condition.tags().contains("")) {
                    assertThat(IfMatch.of(String.join(", ", condition.tags()), true)).isEqualTo(condition);
                }
                return "read " + condition.tags().isEmpty();
            } catch (Refusal refusal) {
                return refused(refusal);
            }
        });
        assertThat(outcomes).containsKeys("read true", "read false", "invalid-request");
    }

    /** The first line is the key, the rest the body. */
    @Test
    void readsIdempotencyKeys() throws InterruptedException {
        Map<String, Long> outcomes = DecoderFuzz.of("keys", Words.of(Words.JSON, Words.LINE)).feed(input -> {
            String given = text(input);
            int end = Math.max(0, given.indexOf('\n'));
            byte[] body = given.substring(end).getBytes(StandardCharsets.UTF_8);
            try {
                ActKey key = ActKeys.required(CALLER, given.substring(0, end), "POST /x", body);
                assertThat(key.key()).matches("[a-z2-7]{26}");
                assertThat(ActKeys.required(CALLER, given.substring(0, end), "POST /x", body)).isEqualTo(key);
                return "read" + item(body);
            } catch (Refusal refusal) {
                return refused(refusal);
            }
        });
        assertThat(outcomes).containsKeys("read an item", "invalid-request", "idempotency-key-missing");
    }

    /** What a batch does with each of its items. */
    private static String item(byte[] body) {
        JsonNode item;
        try {
            item = mapper().readTree(body);
        } catch (JacksonException broken) {
            return " " + refused(JsonFaults.refusal(broken));
        }
        try {
            assertThat(ActKeys.ofItem(CALLER, "one", item)).isEqualTo(ActKeys.ofItem(CALLER, "one", item));
        } catch (Refusal refusal) {
            return " " + refused(refusal);
        }
        return " an item";
    }

    private static JsonMapper mapper() {
        JsonMapper.Builder builder = JsonMapper.builder();
        new JsonSettings().customize(builder);
        return builder.build();
    }

    /** Anything that bodies are made of. */
    record Sample(String name, @Nullable Instant at, int count, @Nullable Long amount, @Nullable List<Part> parts,
            @Nullable Set<PostId> posts, @Nullable Boolean sure, @Nullable Kind kind) {}

    record Part(String name, double share) {}

    enum Kind {
        ONE, OTHER
    }

    @Test
    void readsBodies() throws InterruptedException {
        JsonMapper json = mapper();
        Map<String, Long> outcomes = DecoderFuzz
                .of("bodies", Words.of(Words.JSON, List.of("name", "at", "count", "amount",
                        "parts", "posts", "sure", "kind", "ONE", "share")))
                .feed(input -> {
                    Sample read;
                    try {
                        read = json.readValue(input, Sample.class);
                    } catch (JacksonException fault) {
                        return refused(JsonFaults.refusal(fault));
                    }
                    if (read == null) {
                        return "null";
                    }
                    assertThat(read.parts() == null || !read.parts().contains(null)).as("elements are there").isTrue();
                    assertThat(json.readValue(json.writeValueAsBytes(read), Sample.class)).isEqualTo(read);
                    if (read.at() != null) {
                        read.at().toEpochMilli();
                    }
                    return "read";
                });
        assertThat(outcomes).containsKeys("read", "invalid-body", "broken-json");
    }

    @Test
    void readsLanguagesAndCauses() throws InterruptedException {
        DecoderFuzz.of("heads", Words.LINE).feed(input -> {
            String given = text(input);
            RequestCause cause = RequestCause.of(given, given);
            assertThat(RequestCause.of(cause.correlationId(), cause.traceparent())).isEqualTo(cause);
            return Language.of(given).name();
        });
    }

    @Test
    void readsOffsets(@TempDir Path folder) throws InterruptedException {
        OffsetFile file = new OffsetFile(folder.resolve("offset"));
        DecoderFuzz.of("offsets", List.of("P", "T", "H", "S", "D", "PT1H", "-", "+", ".", "9".repeat(30))).slowly()
                .feed(input -> {
                    Files.write(file.path(), input);
                    try {
                        return file.read().isZero() ? "none" : "read";
                    } catch (IOException refused) {
                        return "refused";
                    }
                });
    }
}
