package cn.twonets.system.fuzz;

import cn.twonets.system.fuzz.Wire.HangsException;
import cn.twonets.system.fuzz.Wire.NoAnswerException;
import cn.twonets.system.kit.RunningProduct;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends requests, good ones and spoiled ones, has each answer judged, and makes what failed as small as it goes. */
final class Fuzzer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();
    /** Whoever finds so many different failures has found enough for one run. */
    private static final int MOST_FAILURES = 40;
    private static final int FIRST_TRIES = 6;
    private static final int MOST_SPOILED = 12;
    private static final int SHOWN = 600;

    private final RunningProduct product;
    private final List<Operation> operations;
    private final JsonNode doorDocument;
    private final Ground ground;
    private final Pools pools;
    private final SplittableRandom random;
    private final GoodRequests good;
    private final Expectations expectations;
    private final Coverage coverage;
    private final Map<String, Failure> failures = new LinkedHashMap<>();

    Fuzzer(RunningProduct product, Documents documents, Ground ground, Pools pools, SplittableRandom random)
            throws IOException {
        this.product = product;
        this.operations = documents.operations();
        this.doorDocument = documents.door();
        this.ground = ground;
        this.pools = pools;
        this.random = random;
        this.good = new GoodRequests(ground, pools, random);
        this.expectations = new Expectations(doorDocument);
        this.coverage = new Coverage(operations);
    }

    Coverage coverage() {
        return coverage;
    }

    List<Failure> failures() {
        return List.copyOf(failures.values());
    }

    /** Each operation first as it should be called, and as it should not; then whatever comes. */
    void run(int requests) {
        for (Operation operation : operations) {
            for (int i = 0; i < FIRST_TRIES && !coverage.hasSuccess(operation); i++) {
                exchange(good.of(operation, true), List.of());
            }
            for (int i = 0; i < MOST_SPOILED && !coverage.hasRefusal(operation); i++) {
                Draft base = good.of(operation, false);
                exchange(base, Spoiling.some(base, random));
            }
        }
        while (coverage.requests() < requests && failures.size() < MOST_FAILURES) {
            Operation operation = operations.get(random.nextInt(operations.size()));
            Draft base = good.of(operation, random.nextInt(12) == 0);
            exchange(base, random.nextInt(3) == 0 ? List.of() : Spoiling.some(base, random));
        }
    }

    private void exchange(Draft base, List<Spoiling> spoilings) {
        Outcome outcome = send(base, spoilings);
        coverage.note(base.operation, outcome.status());
        if (outcome.fault() == null) {
            return;
        }
        String kind = new Failure(base.operation, outcome.fault(), List.of(), true, "", "").kind();
        if (!failures.containsKey(kind)) {
            failures.put(kind, shrunk(base, spoilings, outcome));
        }
    }

    /** @param status 0 if there was no answer */
    private record Outcome(int status, @Nullable String fault, String answer) {}

    private static Draft spoiled(Draft base, List<Spoiling> spoilings) {
        Draft draft = base.copy();
        spoilings.forEach(spoiling -> spoiling.apply(draft));
        return draft;
    }

    private Outcome send(Draft base, List<Spoiling> spoilings) {
        Draft draft = spoiled(base, spoilings);
        URI root = root(draft);
        byte[] request = draft.wire(root.getAuthority(),
                draft.post == null ? null : ground.token(draft.post, draft.roles));
        try {
            Wire.Reply reply = Wire.send(root,
                    new Wire.Request(request, draft.method.equals("HEAD"), draft.isCut()), PATIENCE);
            Optional<Operation> described = described(draft);
            String fault = expectations.fault(draft, described, reply).orElse(null);
            if (fault == null && reply.status() < 300 && draft.method.equals(draft.operation.method())) {
                learn(draft.operation, reply);
            }
            String text = reply.text();
            return new Outcome(reply.status(), fault, reply.status() + " " + reply.header("content-type") + " "
                    + text.substring(0, Math.min(SHOWN, text.length())));
        } catch (NoAnswerException | IOException e) {
            // whoever leaves in the middle of a request need not be answered
            boolean gone = draft.isCut() && !(e instanceof HangsException);
            return new Outcome(0, gone ? null : "no answer: " + e.getMessage(), "");
        }
    }

    private void learn(Operation operation, Wire.Reply reply) {
        try {
            pools.learn(operation, JSON.readTree(reply.body()), reply.header("etag"));
        } catch (JacksonException notJson) {
            throw new IllegalStateException("judged good, and is no JSON", notJson);
        }
    }

    /** What is asked for, as whoever is asked describes it. */
    private Optional<Operation> described(Draft draft) {
        Operation operation = draft.operation;
        JsonNode document = draft.atDoor ? doorDocument : operation.document();
        String method = draft.method.toUpperCase(Locale.ROOT);
        return new Operation(operation.service(), method, operation.path(), operation.description(), document)
                .in(document);
    }

    private URI root(Draft draft) {
        if (draft.atDoor) {
            return product.ports().gatewayUri();
        }
        return switch (draft.operation.service()) {
            case "intake" -> product.ports().intakeUri();
            case "dispatch" -> product.ports().dispatchUri();
            default -> product.ports().resourceUri();
        };
    }

    private Failure shrunk(Draft base, List<Spoiling> spoilings, Outcome first) {
        List<Spoiling> rest = new ArrayList<>(spoilings);
        Outcome last = first;
        for (Spoiling one : spoilings) {
            List<Spoiling> fewer = new ArrayList<>(rest);
            fewer.remove(one);
            Outcome outcome = send(anew(base), fewer);
            if (alike(first, outcome)) {
                rest = fewer;
                last = outcome;
            }
        }
        Draft again = anew(base);
        boolean comesAgain = alike(first, send(again, rest));
        Draft shown = spoiled(again, rest);
        return new Failure(base.operation, String.valueOf(last.fault()), rest, comesAgain,
                shown.curl(root(shown).toString()), last.answer());
    }

    private static boolean alike(Outcome one, Outcome other) {
        return one.status() == other.status() && other.fault() != null
                && String.valueOf(one.fault()).split(":")[0].equals(other.fault().split(":")[0]);
    }

    /** Under a key of its own: the same key with another body would be refused for that. */
    private static Draft anew(Draft base) {
        Draft copy = base.copy();
        if (!copy.headerOr("Idempotency-Key", "").isEmpty()) {
            copy.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        return copy;
    }
}
