package cn.twonets.intake.needs.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.web.RequestCause;
import cn.twonets.delivery.Stored;
import cn.twonets.events.NeedId;
import cn.twonets.intake.needs.Need;
import cn.twonets.intake.needs.NeedDesk;
import cn.twonets.intake.needs.Needs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Everything that happened about a need, from all three services. */
@RestController
public final class TimelineController {
    private final NeedDesk desk;
    private final Needs needs;
    private final Actors actors;
    private final List<TimelineSource> sources;
    private final JsonMapper json;

    TimelineController(NeedDesk desk, Needs needs, Actors actors, List<TimelineSource> sources, JsonMapper json) {
        this.desk = desk;
        this.needs = needs;
        this.actors = actors;
        this.sources = sources;
        this.json = json;
    }

    /**
     * A timeline.
     *
     * @param items what happened, oldest first
     * @param incomplete the services whose part could not be had now; empty if it is whole
     */
    record Timeline(List<Line> items, List<String> incomplete) {}

    /**
     * One thing that happened.
     *
     * @param at when
     * @param source the service that knows: intake, dispatch or resource
     * @param sequence counts that service's events about the need from 1
     * @param type the event's type
     * @param happened what, as published
     */
    record Line(Instant at, String source, long sequence, String type, @Nullable JsonNode happened) {}

    /** What happened about a need, oldest first. */
    @GetMapping("/api/v1/needs/{id}/timeline")
    Timeline timeline(@PathVariable NeedId id, Caller caller, RequestCause cause,
            @RequestHeader(HttpHeaders.AUTHORIZATION) String token) {
        NeedController.requireReader(caller);
        Need need = needs.find(id, actors.scope(caller)).orElseThrow(Refusal::notFound);
        List<Line> lines = new ArrayList<>();
        List<String> incomplete = new ArrayList<>();
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<TimelineSource.Part>> parts = sources.stream()
                    .map(source -> CompletableFuture.supplyAsync(() -> source.read(need, token, cause), calls))
                    .toList();
            desk.history(id).forEach(entry -> lines.add(line(entry)));
            parts.stream().map(CompletableFuture::join).forEach(part -> {
                lines.addAll(part.lines());
                if (!part.whole()) {
                    incomplete.add(part.source());
                }
            });
        }
        lines.sort(Comparator.comparing(Line::at).thenComparing(Line::source).thenComparing(Line::sequence));
        return new Timeline(lines, incomplete);
    }

    private Line line(Stored.HistoryEntry entry) {
        return new Line(entry.at(), "intake", entry.order().sequence(), entry.type(),
                json.readTree(entry.happened()));
    }
}
