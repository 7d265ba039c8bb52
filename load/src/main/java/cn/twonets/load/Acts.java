package cn.twonets.load;

import cn.twonets.events.PostId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The acts as requests: who, where, with which body and key; and what their answers say, one by one or in bulk. */
final class Acts {
    private static final long TOO_EARLY_MILLIS = 40;
    private static final long LONGEST_TOO_EARLY_MILLIS = 2_000;
    private static final int CONFLICT = 409;

    private final Sender sender;
    private final ClientHistory history;
    private final LifeListener listener;
    private final Course course;
    private final String run;
    private final JsonMapper json = new JsonMapper();
    private final Clock clock = Clock.systemUTC();
    private final Instant origin = clock.instant();
    private final long originNanos = System.nanoTime();
    private final AtomicLong bulks = new AtomicLong();

    Acts(Sender sender, ClientHistory history, LifeListener listener, Course course, String run) {
        this.sender = sender;
        this.history = history;
        this.listener = listener;
        this.course = course;
        this.run = run;
    }

    /**
     * What became of a submission.
     *
     * @param need the id; empty if it went wrong for good
     * @param why why it did; else empty
     */
    record Submitted(String need, String why) {}

    /** Reports one need. */
    Submitted submit(Life life) throws InterruptedException {
        String body = need(life, "");
        Exchange last = send(life, ActKind.SUBMIT, "/api/v1/needs", body, life.key());
        return last.outcome() == Attempt.Outcome.ACCEPTED
                ? new Submitted(body(last).path("id").asString(""), "")
                : new Submitted("", detail(last));
    }

    /** Reports needs of one village in one batch. */
    Map<Life, Submitted> submitAll(Village village, List<Life> lives) throws InterruptedException {
        Map<String, Item> items = new LinkedHashMap<>();
        lives.forEach(life -> items.put(life.key(), new Item(life, need(life, "\"id\":\"" + life.key() + "\","),
                need(life, ""))));
        Map<Life, Submitted> submitted = new HashMap<>();
        sendAll(ActKind.SUBMIT, village.member(), "/api/v1/need-batches", items, true,
                (life, answer) -> submitted.put(life,
                        new Submitted(answer.path("value").path("need").asString(""), "")))
                .forEach((life, why) -> submitted.put(life, new Submitted("", why)));
        return submitted;
    }

    /** Does one act; why it went wrong for good, or empty. */
    String act(Life life, ActKind kind) throws InterruptedException {
        String path;
        String body;
        synchronized (life) {
            path = switch (kind) {
                case ACKNOWLEDGE -> "/api/v1/cases/" + life.need() + "/acknowledgement";
                case REFER -> "/api/v1/cases/" + life.need() + "/referrals";
                case ACCEPT -> "/api/v1/referrals/" + life.referral() + "/acceptance";
                case DELIVER -> "/api/v1/referrals/" + life.referral() + "/delivery";
                case CONFIRM -> "/api/v1/needs/" + life.need() + "/confirmation";
                case SUBMIT -> throw new IllegalArgumentException("a submission is no act on a need");
            };
            body = "{" + members(life, kind) + "}";
        }
        String key = life.key() + "-" + kind.name().charAt(0) + kind.ordinal();
        Exchange last = send(life, kind, path, body, key);
        Instant until = clock.instant().plus(sender.patience());
        long pause = TOO_EARLY_MILLIS;
        while (kind == ActKind.CONFIRM && last.status() == CONFLICT && clock.instant().isBefore(until)) {
            listener.tooEarly();
            Thread.sleep(pause);
            pause = Math.min(2 * pause, LONGEST_TOO_EARLY_MILLIS);
            last = send(life, kind, path, body, key);
        }
        return last.outcome() == Attempt.Outcome.ACCEPTED ? "" : detail(last);
    }

    /** Does the same act on many at once; by life, why it went wrong for good, for those where it did. */
    Map<Life, String> actAll(ActKind kind, PostId as, List<Life> lives) throws InterruptedException {
        Map<String, Item> items = new LinkedHashMap<>();
        for (Life life : lives) {
            synchronized (life) {
                String id = kind == ActKind.ACCEPT || kind == ActKind.DELIVER ? life.referral() : life.need();
                String members = members(life, kind);
                String item = "{\"id\":\"" + id + "\"" + (members.isEmpty() ? "" : "," + members) + "}";
                items.put(id, new Item(life, item, item));
            }
        }
        String path = switch (kind) {
            case ACKNOWLEDGE -> "/api/v1/case-acknowledgements";
            case REFER -> "/api/v1/case-referrals";
            case ACCEPT -> "/api/v1/referral-acceptances";
            case DELIVER -> "/api/v1/referral-deliveries";
            case SUBMIT, CONFIRM -> throw new IllegalArgumentException("no bulk act: " + kind);
        };
        return sendAll(kind, as, path, items, false, (life, answer) -> {});
    }

    /** Whose act it is. */
    PostId actor(Life life, ActKind kind) {
        synchronized (life) {
            return switch (kind) {
                case SUBMIT, CONFIRM -> life.village().member();
                case ACKNOWLEDGE, REFER -> life.responsible();
                case ACCEPT, DELIVER -> life.department();
            };
        }
    }

    private String need(Life life, String id) {
        return "{" + id + "\"household\":\"" + life.village().household() + "\",\"category\":\""
                + course.category(life.number())
                + "\",\"description\":\"样例描述 " + life.number() + "\",\"basis\":{\"kind\":\"DUTY\"}}";
    }

    private static String members(Life life, ActKind kind) {
        return switch (kind) {
            case REFER -> "\"services\":[" + life.candidates().stream().map(one -> '"' + one + '"')
                    .collect(Collectors.joining(",")) + "]";
            case DELIVER -> "\"evidence\":\"sample/" + life.number() + "\"";
            case CONFIRM -> "\"outcome\":\"SOLVED\"";
            case SUBMIT, ACKNOWLEDGE, ACCEPT -> "";
        };
    }

    private Exchange send(Life life, ActKind kind, String path, String body, String key) throws InterruptedException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String hash = hash(bytes);
        PostId as = actor(life, kind);
        Exchange last = sender.post(as, path, bytes, key, one -> {
            String detail = one.outcome() == Attempt.Outcome.ACCEPTED ? "" : detail(one);
            String subject = kind == ActKind.SUBMIT && detail.isEmpty()
                    ? body(one).path("id").asString("")
                    : life.need();
            note(life, kind, as, path, key, hash, one, one.outcome(), one.status(), subject, detail);
        });
        if (last.outcome() == Attempt.Outcome.ACCEPTED) {
            done(life, kind, last);
        }
        return last;
    }

    private interface Accepted {
        void item(Life life, JsonNode answer);
    }

    /** @param content the item, or what it would be in a request of its own */
    private record Item(Life life, String json, String content) {}

    /** @return by life, why it went wrong for good */
    private Map<Life, String> sendAll(ActKind kind, PostId as, String path, Map<String, Item> items, boolean creating,
            Accepted accepted) throws InterruptedException {
        byte[] body = items.values().stream().map(Item::json).collect(Collectors.joining(",", "{\"items\":[", "]}"))
                .getBytes(StandardCharsets.UTF_8);
        String key = run + "-bulk-" + bulks.getAndIncrement();
        Exchange last = sender.post(as, path, body, key, one -> {
            if (one.outcome() != Attempt.Outcome.ACCEPTED) {
                String detail = detail(one);
                items.forEach((id, item) -> note(item.life(), kind, as, path + "#" + id, creating ? id : key,
                        hash(item), one, one.outcome(), one.status(), item.life().need(), detail));
            }
        });
        Map<Life, String> failed = new HashMap<>();
        if (last.outcome() != Attempt.Outcome.ACCEPTED) {
            items.values().forEach(item -> failed.put(item.life(), detail(last)));
        } else {
            JsonNode answers = body(last).path("items");
            int place = 0;
            for (Map.Entry<String, Item> entry : items.entrySet()) {
                JsonNode answer = answers.path(place++);
                Life life = entry.getValue().life();
                String result = answer.path("result").asString("");
                boolean good = entry.getKey().equals(answer.path("id").asString("")) && !result.isEmpty()
                        && !result.equals("REJECTED");
                String detail = good ? "" : answer.path("problem").path("type").asString("no answer for the item");
                String subject = kind == ActKind.SUBMIT
                        ? answer.path("value").path("need").asString("")
                        : life.need();
                note(life, kind, as, path + "#" + entry.getKey(), creating ? entry.getKey() : key,
                        hash(entry.getValue()), last,
                        good ? Attempt.Outcome.ACCEPTED : Attempt.Outcome.REFUSED, last.status(), subject, detail);
                if (good) {
                    done(life, kind, last);
                    accepted.item(life, answer);
                } else {
                    failed.put(life, detail);
                }
            }
        }
        return failed;
    }

    private void done(Life life, ActKind kind, Exchange exchange) {
        long intended;
        synchronized (life) {
            intended = life.intended(kind);
        }
        listener.done(kind, intended, exchange.answeredNanos());
    }

    private void note(Life life, ActKind kind, PostId as, String target, String key, String hash, Exchange exchange,
            Attempt.Outcome outcome, int status, String subject, String detail) {
        long intended;
        synchronized (life) {
            intended = life.intended(kind);
        }
        history.add(new Attempt(life.number(), kind, as, target, key, hash,
                origin.plusNanos(intended - originNanos), exchange.sent(), exchange.answered(), outcome, status,
                subject, detail));
        if (outcome != Attempt.Outcome.ACCEPTED && !(kind == ActKind.CONFIRM && status == CONFLICT)) {
            listener.trouble(kind, outcome, status, detail);
        }
    }

    private String detail(Exchange exchange) {
        return exchange.reply() == null ? exchange.failure() : body(exchange).path("type").asString("no problem body");
    }

    /** The answer's JSON; a missing node where there is none, or it is none. */
    private JsonNode body(@Nullable Exchange exchange) {
        if (exchange == null || exchange.reply() == null || exchange.reply().body().length == 0) {
            return json.missingNode();
        }
        try {
            return json.readTree(exchange.reply().body());
        } catch (JacksonException e) {
            return json.missingNode();
        }
    }

    private static String hash(Item item) {
        return hash(item.content().getBytes(StandardCharsets.UTF_8));
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
