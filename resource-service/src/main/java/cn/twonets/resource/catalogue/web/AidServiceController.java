package cn.twonets.resource.catalogue.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.conditional.ETags;
import cn.twonets.api.conditional.IfMatch;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.idempotency.IdempotencyKeyRequired;
import cn.twonets.api.paging.Cursor;
import cn.twonets.api.paging.Page;
import cn.twonets.api.paging.PageRequest;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.api.web.RequestCause;
import cn.twonets.delivery.Act;
import cn.twonets.delivery.Cause;
import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.ProviderId;
import cn.twonets.grid.GridDirectory;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.catalogue.AidServices;
import cn.twonets.resource.catalogue.CatalogueDesk;
import cn.twonets.resource.catalogue.Provider;
import cn.twonets.resource.catalogue.Providers;
import cn.twonets.resource.referrals.ReferralDesk;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What providers publish, and how much of it there is. */
@RestController
@RequestMapping("/api/v1/aid-services")
class AidServiceController {
    private final AidServices services;
    private final CatalogueDesk desk;
    private final Providers providers;
    private final ReferralDesk referrals;
    private final GridDirectory grid;
    private final Standing standing;

    AidServiceController(
            AidServices services,
            CatalogueDesk desk,
            Providers providers,
            ReferralDesk referrals,
            GridDirectory grid,
            Standing standing) {
        this.services = services;
        this.desk = desk;
        this.providers = providers;
        this.referrals = referrals;
        this.grid = grid;
        this.standing = standing;
    }

    /** What is published, by id. */
    @GetMapping
    Page<AidServiceView> list(
            Caller caller,
            PageRequest page,
            @RequestParam @Nullable String kind,
            @RequestParam @Nullable String provider) {
        requireReader(caller);
        AidKind wanted = kind(kind);
        List<AidService> shown = standing.isAnybody(caller) ? services.all() : List.of();
        String after = page.after(1).map(cursor -> cursor.part(0)).orElse("");
        List<AidService> found = shown.stream()
                .filter(service -> wanted == null || service.terms().kinds().contains(wanted))
                .filter(service -> provider == null || service.provider().value().equals(provider))
                .filter(service -> service.id().value().compareTo(after) > 0)
                .limit(page.limit() + 1L)
                .toList();
        return Page.of(found, page, service -> Cursor.of(service.id().value()), AidServiceView::of);
    }

    /** One aid service. */
    @GetMapping("/{id}")
    ResponseEntity<AidServiceView> service(Caller caller, @PathVariable String id) {
        requireReader(caller);
        if (!standing.isAnybody(caller)) {
            throw Refusal.notFound();
        }
        return tagged(ResponseEntity.ok(), find(id));
    }

    /** Publishes an aid service of the caller's provider; the assistance office may do so for any. */
    @PostMapping
    ResponseEntity<AidServiceView> publish(
            Caller caller, @IdempotencyKeyRequired ActKey key, @RequestBody AidServiceBody body) {
        caller.require(Role.DEPARTMENT, Role.ASSISTANCE_OFFICE);
        ProviderId provider = provider(caller, body.provider());
        AidServiceId id = new AidServiceId(key.creationId());
        CatalogueDesk.Published published = desk.create(id, provider, body.terms(grid.tree()), caller.post(), cause(),
                new Act(key.key(), key.bodyHash()));
        return switch (published) {
            case CatalogueDesk.Published.There there -> tagged(
                    ResponseEntity.created(URI.create("/api/v1/aid-services/" + id)), there.service());
            case CatalogueDesk.Published.KeyReused reused -> throw ActKey.reused();
        };
    }

    /** How much of it there is now. */
    @GetMapping("/{id}/capacity")
    ResponseEntity<CapacityView> capacity(Caller caller, @PathVariable String id) {
        caller.require(Role.DEPARTMENT, Role.ASSISTANCE_OFFICE, Role.SUPERVISOR);
        return tagged(desk.pool(own(caller, id)));
    }

    /** @param units the capacity that is wanted, 0 to a million */
    record Capacity(int units) {}

    /** Sets how much there should be; below what is held and given, it is reached as holds come back. */
    @PutMapping("/{id}/capacity")
    ResponseEntity<CapacityView> setCapacity(
            Caller caller, @PathVariable String id, IfMatch condition, @RequestBody Capacity body) {
        caller.require(Role.DEPARTMENT, Role.ASSISTANCE_OFFICE);
        AidService service = own(caller, id);
        if (body.units() < 0 || body.units() > AidService.Terms.MOST_UNITS) {
            throw Refusal.of(CatalogueProblem.INVALID)
                    .field("/units", "out-of-range", 0, AidService.Terms.MOST_UNITS);
        }
        CatalogueDesk.CapacitySet set = desk.setCapacity(service, body.units(),
                edits -> condition.allows(ETags.of(edits)), caller.post(), cause());
        return switch (set) {
            case CatalogueDesk.CapacitySet.Stale stale -> throw IfMatch.stale();
            case CatalogueDesk.CapacitySet.Done done -> {
                if (done.room()) {
                    referrals.capacityCameBack(List.of(done.pool().id()));
                }
                yield tagged(done.pool());
            }
        };
    }

    /** What is on offer is no secret among those who work with it, as long as they do. */
    private static void requireReader(Caller caller) {
        caller.require(Role.DEPARTMENT, Role.GRID_MEMBER, Role.GRID_LEADER, Role.ASSISTANCE_OFFICE, Role.SUPERVISOR);
    }

    private AidService find(String id) {
        return services.all().stream()
                .filter(service -> service.id().value().equals(id))
                .findFirst()
                .orElseThrow(Refusal::notFound);
    }

    /**
     * A service of the caller's provider; of any for those who look after the county. Who asks is looked up first, so that
     * another's service takes the time of one that does not exist.
     */
    private AidService own(Caller caller, String id) {
        Optional<ProviderId> provider = caller.has(Role.DEPARTMENT) ? standing.provider(caller) : Optional.empty();
        AidService service = find(id);
        boolean allowed = caller.has(Role.DEPARTMENT)
                ? provider.filter(service.provider()::equals).isPresent()
                : standing.overseesCounty(caller);
        if (!allowed) {
            throw Refusal.notFound();
        }
        return service;
    }

    private ProviderId provider(Caller caller, @Nullable ProviderId named) {
        if (caller.has(Role.DEPARTMENT)) {
            ProviderId own = standing.provider(caller).orElseThrow(Refusal::notFound);
            if (named != null && !named.equals(own)) {
                throw unknownProvider();
            }
            return own;
        }
        if (named == null) {
            throw Refusal.of(CatalogueProblem.INVALID).field("/provider", "missing");
        }
        return Optional.of(named)
                .filter(one -> standing.overseesCounty(caller))
                .flatMap(providers::find)
                .map(Provider::id).orElseThrow(AidServiceController::unknownProvider);
    }

    private static Refusal unknownProvider() {
        return Refusal.of(CatalogueProblem.INVALID).field("/provider", "unknown-provider");
    }

    private static @Nullable AidKind kind(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return Stream.of(AidKind.values())
                .filter(kind -> kind.name().equals(word.toUpperCase(Locale.ROOT).replace('-', '_')))
                .findFirst()
                .orElseThrow(() -> Refusal.of(StandardProblem.INVALID_REQUEST).query("kind", "unknown-value"));
    }

    private static Cause cause() {
        RequestCause cause = RequestCause.current();
        return new Cause(cause.correlationId(), cause.traceparent());
    }

    private static ResponseEntity<AidServiceView> tagged(ResponseEntity.BodyBuilder answer, AidService service) {
        return answer.eTag(ETags.of(service.order().sequence())).body(AidServiceView.of(service));
    }

    private static ResponseEntity<CapacityView> tagged(Pool pool) {
        return ResponseEntity.ok().eTag(ETags.of(pool.edits())).body(CapacityView.of(pool));
    }
}
