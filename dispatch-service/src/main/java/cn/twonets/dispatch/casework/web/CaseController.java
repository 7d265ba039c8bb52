package cn.twonets.dispatch.casework.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.conditional.ETags;
import cn.twonets.api.paging.Cursor;
import cn.twonets.api.paging.Page;
import cn.twonets.api.paging.PageRequest;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.delivery.Stored;
import cn.twonets.dispatch.casework.AidCase;
import cn.twonets.dispatch.casework.CaseDesk;
import cn.twonets.dispatch.casework.Inbox;
import cn.twonets.dispatch.casework.Standing;
import cn.twonets.dispatch.routing.RouteTaken;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Cases as people read them: inboxes, one case, how it came to where it is, and what happened with it. */
@RestController
@RequestMapping("/api/v1/cases")
class CaseController {
    private final CaseDesk desk;
    private final Counter counter;
    private final JsonMapper json;

    CaseController(CaseDesk desk, Counter counter, JsonMapper json) {
        this.desk = desk;
        this.counter = counter;
        this.json = json;
    }

    /**
     * How a case came to its responsible posts.
     *
     * @param id the case
     * @param routes oldest first
     */
    record Routes(NeedId id, List<RouteTaken> routes) {}

    /**
     * What happened with a case.
     *
     * @param items oldest first
     */
    record Timeline(List<Entry> items) {}

    /** One line of a timeline; {@code happened} is what the event of that type says. */
    record Entry(long sequence, String type, Instant at, JsonNode happened, String correlationId) {}

    @GetMapping
    Page<CaseView> list(
            Caller caller,
            PageRequest page,
            @RequestParam(defaultValue = "all") String inbox,
            @RequestParam(required = false) @Nullable String due,
            @RequestParam(defaultValue = "false") boolean escalated,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String unit) {
        Standing who = counter.reader(caller);
        Instant now = desk.now();
        Inbox wanted = switch (inbox) {
            case "all" -> new Inbox(who.sees(), null, null, unit(unit), due(due), escalated, status(status), now);
            case "mine" -> new Inbox(who.sees(), who.post(), null, unit(unit), due(due), escalated, status(status),
                    now);
            case "held" -> new Inbox(who.sees(), null, who.holds(), unit(unit), due(due), escalated, status(status),
                    now);
            default -> throw badQuery("inbox");
        };
        List<AidCase> found = desk.list(wanted, position(page), page.limit() + 1);
        return Page.of(found, page, CaseController::cursor, one -> CaseView.of(one, now));
    }

    @GetMapping("/{id}")
    ResponseEntity<CaseView> one(Caller caller, @PathVariable String id) {
        AidCase found = find(caller, id);
        return ResponseEntity.ok()
                .eTag(ETags.of(found.shown().order().sequence()))
                .body(CaseView.of(found, desk.now()));
    }

    @GetMapping("/{id}/route")
    Routes route(Caller caller, @PathVariable String id) {
        AidCase found = find(caller, id);
        return new Routes(found.id(), found.routes());
    }

    @GetMapping("/{id}/timeline")
    Timeline timeline(Caller caller, @PathVariable String id) {
        return new Timeline(desk.timeline(Counter.id(id), counter.reader(caller))
                .orElseThrow(Refusal::notFound)
                .stream()
                .map(this::entry)
                .toList());
    }

    private Entry entry(Stored.HistoryEntry one) {
        return new Entry(one.order().sequence(), one.type(), one.at(), json.readTree(one.happened()),
                one.correlationId());
    }

    private AidCase find(Caller caller, String id) {
        return desk.find(Counter.id(id), counter.reader(caller)).orElseThrow(Refusal::notFound);
    }

    private static Inbox.Due due(@Nullable String text) {
        return switch (text) {
            case null -> Inbox.Due.ANY;
            case "soon" -> Inbox.Due.SOON;
            case "overdue" -> Inbox.Due.OVERDUE;
            default -> throw badQuery("due");
        };
    }

    private static @Nullable CaseStatus status(@Nullable String text) {
        try {
            return text == null ? null : CaseStatus.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException none) {
            throw badQuery("status");
        }
    }

    private static @Nullable GridCode unit(@Nullable String text) {
        try {
            return text == null ? null : new GridCode(text);
        } catch (IllegalArgumentException none) {
            throw badQuery("unit");
        }
    }

    private static Refusal badQuery(String name) {
        return Refusal.of(StandardProblem.INVALID_REQUEST).query(name, "unknown-value");
    }

    private static Cursor cursor(AidCase last) {
        return Cursor.of(last.listedAt().toString(), last.id().value());
    }

    private static Inbox.@Nullable Position position(PageRequest page) {
        return page.after(2).map(cursor -> {
            try {
                return new Inbox.Position(cursor.time(0), new NeedId(cursor.part(1)));
            } catch (IllegalArgumentException notOurs) {
                throw Cursor.refusal();
            }
        }).orElse(null);
    }
}
