package cn.twonets.gateway.deadletters;

import cn.twonets.api.bulk.BulkAnswer;
import cn.twonets.api.bulk.ItemResult;
import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.paging.Cursor;
import cn.twonets.api.paging.PageRequest;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.gateway.routes.Backend;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One door to the dead letters of all services. The id of each begins with its service, {@code dispatch:…}, and single
 * letters are routed by that; here is only what concerns several services: the list, service after service, and acts on
 * many. A service that is away is named, and keeps nobody from seeing the others'.
 */
@RestController
class DeadLetterDoor {
    private static final String LETTERS = "/api/v1/dead-letters";
    private static final String REPLAYS = "/api/v1/dead-letter-replays";
    private static final String DISCARDS = "/api/v1/dead-letter-discards";
    private static final List<String> FILTERS = List.of("state", "topic", "cause");
    private static final int MOST = 200;
    private static final Duration SOON = Duration.ofSeconds(2);

    private final ServiceCalls services;
    private final JsonMapper json;

    DeadLetterDoor(ServiceCalls services, JsonMapper json) {
        this.services = services;
        this.json = json;
    }

    @GetMapping(LETTERS)
    ResponseEntity<JsonNode> list(Caller caller, PageRequest page, HttpServletRequest request) {
        caller.require(Role.OPERATOR);
        String consumer = request.getParameter("consumer");
        List<Backend> wanted = Arrays.stream(Backend.values())
                .filter(backend -> consumer == null || backend.id().equals(consumer))
                .toList();
        if (wanted.isEmpty()) {
            throw Refusal.of(StandardProblem.INVALID_REQUEST).query("consumer", "unknown-value");
        }
        Optional<Cursor> cursor = page.after(2);
        int first = cursor.map(at -> indexOf(wanted, at.part(0))).orElse(0);
        String within = cursor.map(at -> at.part(1)).orElse("");
        ObjectNode answer = json.createObjectNode();
        ArrayNode items = answer.putArray("items");
        ArrayNode incomplete = json.createArrayNode();
        for (int at = first; at < wanted.size(); at++, within = "") {
            if (items.size() >= page.limit()) {
                answer.put("nextCursor", Cursor.of(wanted.get(at).id(), "").toString());
                break;
            }
            Backend backend = wanted.get(at);
            Optional<ServiceCalls.Answer> found = services
                    .get(backend, query(request, page.limit() - items.size(), within), request)
                    .filter(answered -> !answered.isAway());
            if (found.isEmpty()) {
                incomplete.add(backend.id());
                continue;
            }
            JsonNode body = found.get().body();
            if (!found.get().isGood()) {
                return ResponseEntity.status(found.get().status()).contentType(MediaType.APPLICATION_PROBLEM_JSON)
                        .body(body);
            }
            body.path("items").forEach(items::add);
            String next = body.path("nextCursor").asString("");
            if (!next.isEmpty()) {
                answer.put("nextCursor", Cursor.of(backend.id(), next).toString());
                break;
            }
        }
        if (!incomplete.isEmpty()) {
            answer.set("incomplete", incomplete);
        }
        return ResponseEntity.ok(answer);
    }

    private static int indexOf(List<Backend> wanted, String id) {
        for (int at = 0; at < wanted.size(); at++) {
            if (wanted.get(at).id().equals(id)) {
                return at;
            }
        }
        throw Cursor.refusal();
    }

    private static String query(HttpServletRequest request, int limit, String cursor) {
        StringBuilder query = new StringBuilder(LETTERS).append("?limit=").append(limit);
        if (!cursor.isEmpty()) {
            query.append("&cursor=").append(URLEncoder.encode(cursor, StandardCharsets.UTF_8));
        }
        for (String filter : FILTERS) {
            String value = request.getParameter(filter);
            if (value != null) {
                query.append('&').append(filter).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        return query.toString();
    }

    /** At most 200 items. */
    record Bulk(List<JsonNode> items) {}

    @PostMapping(REPLAYS)
    JsonNode replay(Caller caller, @RequestBody Bulk bulk, HttpServletRequest request) {
        return many(REPLAYS, caller, bulk, request);
    }

    @PostMapping(DISCARDS)
    JsonNode discard(Caller caller, @RequestBody Bulk bulk, HttpServletRequest request) {
        return many(DISCARDS, caller, bulk, request);
    }

    /** Each item goes to the service that its id names, which reads the rest of it; the answers keep their order. */
    private JsonNode many(String path, Caller caller, Bulk bulk, HttpServletRequest request) {
        caller.require(Role.OPERATOR);
        BulkAnswer.requireSize(bulk.items(), MOST);
        JsonNode[] answers = new JsonNode[bulk.items().size()];
        Map<Backend, ArrayNode> byService = new EnumMap<>(Backend.class);
        Map<Backend, List<Integer>> places = new EnumMap<>(Backend.class);
        for (int at = 0; at < answers.length; at++) {
            JsonNode item = bulk.items().get(at);
            String id = item.path("id").asString("");
            try {
                Backend backend = ofId(id);
                byService.computeIfAbsent(backend, one -> json.createArrayNode()).add(item);
                places.computeIfAbsent(backend, one -> new ArrayList<>()).add(at);
            } catch (Refusal refusal) {
                answers[at] = json.valueToTree(ItemResult.rejected(id, refusal));
            }
        }
        byService.forEach((backend, items) -> {
            JsonNode body = json.createObjectNode().set("items", items);
            JsonNode answered = services.post(backend, path, body, request)
                    .filter(ServiceCalls.Answer::isGood)
                    .map(answer -> answer.body().path("items"))
                    .filter(answer -> answer.size() == items.size())
                    .orElseGet(json::missingNode);
            for (int i = 0; i < items.size(); i++) {
                answers[places.get(backend).get(i)] = answered.isMissingNode()
                        ? json.valueToTree(ItemResult.rejected(items.get(i).path("id").asString(""), away()))
                        : answered.get(i);
            }
        });
        ObjectNode answer = json.createObjectNode();
        ArrayNode all = answer.putArray("items");
        Arrays.stream(answers).forEach(all::add);
        return answer;
    }

    private static Backend ofId(String id) {
        return Arrays.stream(Backend.values())
                .filter(backend -> id.startsWith(backend.id() + ":"))
                .findFirst()
                .orElseThrow(Refusal::notFound);
    }

    private static Refusal away() {
        return Refusal.of(StandardProblem.TEMPORARILY_UNAVAILABLE).retryAfter(SOON);
    }
}
