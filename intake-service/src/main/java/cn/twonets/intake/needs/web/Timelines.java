package cn.twonets.intake.needs.web;

import cn.twonets.api.web.RequestCause;
import cn.twonets.delivery.Stored;
import cn.twonets.intake.needs.Need;
import cn.twonets.intake.needs.NeedDesk;
import cn.twonets.telemetry.logs.LogContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Merges what happened about a need from all three services. */
public final class Timelines {
    private final NeedDesk desk;
    private final List<TimelineSource> sources;
    private final JsonMapper json;

    /** @param sources the other services */
    public Timelines(NeedDesk desk, List<TimelineSource> sources, JsonMapper json) {
        this.desk = desk;
        this.sources = sources;
        this.json = json;
    }

    /**
     * A timeline.
     *
     * @param items what happened, oldest first
     * @param incomplete the services whose part could not be had now; empty if it is whole
     */
    public record Timeline(List<Line> items, List<String> incomplete) {}

    /**
     * One thing that happened.
     *
     * @param at when
     * @param source the service that knows: intake, dispatch or resource
     * @param sequence counts that service's events about the need from 1
     * @param type the event's type
     * @param happened what, as published
     */
    public record Line(Instant at, String source, long sequence, String type, @Nullable JsonNode happened) {}

    /**
     * What happened about a need, oldest first.
     *
     * @param token the caller's, with which the others are asked
     * @param cause what it is part of
     */
    public Timeline of(Need need, String token, RequestCause cause) {
        List<Line> lines = new ArrayList<>();
        List<String> incomplete = new ArrayList<>();
        try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<TimelineSource.Part>> parts = sources.stream()
                    .map(source -> CompletableFuture.supplyAsync(() -> ask(source, need, token, cause), calls))
                    .toList();
            desk.history(need.id()).forEach(entry -> lines.add(line(entry)));
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

    /** In a thread of its own, whose log lines are of the same trace. */
    private static TimelineSource.Part ask(TimelineSource source, Need need, String token, RequestCause cause) {
        LogContext.enter(cause.traceparent(), cause.correlationId());
        try {
            return source.read(need, token, cause);
        } finally {
            LogContext.leave();
        }
    }

    private Line line(Stored.HistoryEntry entry) {
        return new Line(entry.at(), "intake", entry.order().sequence(), entry.type(),
                json.readTree(entry.happened()));
    }
}
