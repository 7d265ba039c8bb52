package cn.twonets.reconciliation.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.idempotency.IdempotencyKeyRequired;
import cn.twonets.api.problem.Refusal;
import cn.twonets.reconciliation.Reconciler;
import cn.twonets.reconciliation.Run;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Runs of this service, for operators. The service's name is part of the path, so that one door leads to all of them. */
@RestController
@RequestMapping("/api/v1/reconciliations/${spring.application.name}")
public final class ReconciliationController {
    private static final int KEPT = 100;

    private final Reconciler reconciler;
    private final String service;
    private final Clock clock;

    /** @param service its name in paths */
    public ReconciliationController(Reconciler reconciler, String service, Clock clock) {
        this.reconciler = reconciler;
        this.service = service;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param heal whether to heal what can be healed, or only to tell
     */
    record ReconciliationBody(boolean heal) {}

    /** Begins a run: compares owners with consumers, topics with stores, pools with needs. */
    @PostMapping
    ResponseEntity<ReconciliationView> start(@RequestBody ReconciliationBody body,
            @IdempotencyKeyRequired ActKey key, Caller caller) {
        caller.require(Role.OPERATOR);
        Reconciler.Started started = reconciler.start(key.creationId(), key.bodyHash(), caller.post().value(),
                body.heal());
        if (!started.begun()) {
            key.requireSameBody(started.run().bodyHash());
        }
        URI location = URI.create("/api/v1/reconciliations/" + service + "/" + started.run().id());
        return (started.begun() ? ResponseEntity.created(location) : ResponseEntity.ok().location(location))
                .body(view(started.run()));
    }

    /** The newest hundred runs, asked for by somebody or by the schedule, the newest first. */
    @GetMapping
    Runs list(Caller caller) {
        caller.require(Role.OPERATOR);
        return new Runs(reconciler.newest(KEPT).stream().map(this::view).toList());
    }

    /** Runs; all that are kept, so that there is never a next page. */
    record Runs(List<ReconciliationView> items) {}

    /** The run that was asked for last, by somebody or by the schedule. */
    @GetMapping("/latest")
    ReconciliationView latest(Caller caller) {
        caller.require(Role.OPERATOR);
        return view(reconciler.newest(1).stream().findFirst().orElseThrow(Refusal::notFound));
    }

    /** One run. */
    @GetMapping("/{id}")
    ReconciliationView read(@PathVariable String id, Caller caller) {
        caller.require(Role.OPERATOR);
        return view(reconciler.find(id).orElseThrow(Refusal::notFound));
    }

    private ReconciliationView view(Run run) {
        return ReconciliationView.of(run, service, clock.instant());
    }
}
