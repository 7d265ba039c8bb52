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
import cn.twonets.delivery.Act;
import cn.twonets.events.PostId;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.catalogue.Clerk;
import cn.twonets.resource.catalogue.Clerks;
import cn.twonets.resource.catalogue.Provider;
import cn.twonets.resource.catalogue.ProviderDesk;
import cn.twonets.resource.catalogue.ProviderKind;
import cn.twonets.resource.catalogue.Providers;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who gives aid, and who may act for them: the assistance office's to say. */
@RestController
@RequestMapping("/api/v1/providers")
class ProviderController {
    private final Providers providers;
    private final Clerks clerks;
    private final ProviderDesk desk;
    private final Standing standing;

    ProviderController(Providers providers, Clerks clerks, ProviderDesk desk, Standing standing) {
        this.providers = providers;
        this.clerks = clerks;
        this.desk = desk;
        this.standing = standing;
    }

    /** All providers, by id. */
    @GetMapping
    Page<ProviderView> list(Caller caller, PageRequest page) {
        requireReader(caller);
        List<Provider> found = standing.overseesCounty(caller)
                ? providers.after(after(page), page.limit() + 1)
                : List.of();
        return Page.of(found, page, provider -> Cursor.of(provider.id().value()), ProviderView::of);
    }

    /** One provider. */
    @GetMapping("/{id}")
    ResponseEntity<ProviderView> provider(Caller caller, @PathVariable String id) {
        requireReader(caller);
        return tagged(ResponseEntity.ok(), find(caller, id));
    }

    /** Registers a provider. */
    @PostMapping
    ResponseEntity<ProviderView> register(
            Caller caller, @IdempotencyKeyRequired ActKey key, @RequestBody ProviderBody body) {
        requireOffice(caller);
        Provider registered = done(desk.register(body.code(), body.title(), body.kind(), act(key)),
                Refusal.of(CatalogueProblem.PROVIDER_EXISTS));
        return tagged(ResponseEntity.created(place(registered.id().value())), registered);
    }

    /**
     * What is to be different.
     *
     * @param name null to leave it
     * @param kind null to leave it
     */
    record Patch(@Nullable String name, @Nullable ProviderKind kind) {}

    /** Gives a provider another name or kind. */
    @PatchMapping(path = "/{id}", consumes = {"application/json", "application/merge-patch+json"})
    ResponseEntity<ProviderView> amend(
            Caller caller, @PathVariable String id, IfMatch condition, @RequestBody Patch body) {
        requireOffice(caller);
        ProviderId known = find(caller, id).id();
        String title = body.name() == null ? null : ProviderBody.title(body.name());
        return tagged(ResponseEntity.ok(), done(desk.amend(known, title, body.kind(),
                version -> condition.allows(ETags.of(version))), Refusal.notFound()));
    }

    /** Who acts for the provider, and who did, by post. */
    @GetMapping("/{id}/clerks")
    Page<ClerkView> clerks(Caller caller, @PathVariable String id, PageRequest page) {
        requireReader(caller);
        List<Clerk> found = clerks.of(find(caller, id).id(), after(page), page.limit() + 1);
        return Page.of(found, page, clerk -> Cursor.of(clerk.post().value()), ClerkView::of);
    }

    /** Who acts for the provider, or did: one post. */
    @GetMapping("/{id}/clerks/{post}")
    ResponseEntity<ClerkView> clerk(Caller caller, @PathVariable String id, @PathVariable String post) {
        requireReader(caller);
        ProviderId known = find(caller, id).id();
        return tagged(ResponseEntity.ok(), clerks.find(post(post))
                .filter(clerk -> clerk.provider().equals(known))
                .orElseThrow(Refusal::notFound));
    }

    /** @param post the subject of the tokens that may act; a post, never a name of a person */
    record ClerkBody(PostId post) {}

    /** Has a post act for the provider, at once; never the caller's own, which asks for aid. */
    @PostMapping("/{id}/clerks")
    ResponseEntity<ClerkView> name(
            Caller caller, @PathVariable String id, @IdempotencyKeyRequired ActKey key, @RequestBody ClerkBody body) {
        requireOffice(caller);
        ProviderId known = find(caller, id).id();
        ProviderBody.requireNobodysNumber("/post", body.post().value());
        if (body.post().equals(caller.post())) {
            throw Refusal.of(CatalogueProblem.INVALID_PROVIDER).field("/post", "own-post");
        }
        Clerk named = done(desk.name(known, body.post(), act(key)),
                Refusal.of(CatalogueProblem.INVALID_PROVIDER).field("/post", "acts-for-another"));
        return tagged(ResponseEntity.created(place(named.provider() + "/clerks/" + named.post())), named);
    }

    /** Has a post act for the provider no more, at once. */
    @PostMapping("/{id}/clerks/{post}/ending")
    ResponseEntity<ClerkView> end(
            Caller caller, @PathVariable String id, @PathVariable String post, ActKey key, IfMatch condition) {
        requireOffice(caller);
        ProviderId known = find(caller, id).id();
        return tagged(ResponseEntity.ok(), done(desk.end(known, post(post),
                version -> condition.allows(ETags.of(version)), act(key)), Refusal.notFound()));
    }

    private static void requireReader(Caller caller) {
        caller.require(Role.ASSISTANCE_OFFICE, Role.SUPERVISOR);
    }

    /** Before anything in the body is looked at: whoever is not the office of this county learns nothing by it. */
    private void requireOffice(Caller caller) {
        caller.require(Role.ASSISTANCE_OFFICE);
        standing.requireWholeCounty(caller);
    }

    private Provider find(Caller caller, String id) {
        standing.requireWholeCounty(caller);
        try {
            return providers.find(new ProviderId(id)).orElseThrow(Refusal::notFound);
        } catch (IllegalArgumentException noId) {
            throw Refusal.notFound();
        }
    }

    private static PostId post(String text) {
        try {
            return new PostId(text);
        } catch (IllegalArgumentException noPost) {
            throw Refusal.notFound();
        }
    }

    private static <T> T done(ProviderDesk.Answer<T> answer, Refusal taken) {
        return switch (answer) {
            case ProviderDesk.Answer.Done<T> done -> done.it();
            case ProviderDesk.Answer.NotFound<T> none -> throw Refusal.notFound();
            case ProviderDesk.Answer.Taken<T> another -> throw taken;
            case ProviderDesk.Answer.Stale<T> stale -> throw IfMatch.stale();
            case ProviderDesk.Answer.KeyReused<T> reused -> throw ActKey.reused();
        };
    }

    private static Act act(ActKey key) {
        return new Act(key.key(), key.bodyHash());
    }

    private static String after(PageRequest page) {
        return page.after(1).map(cursor -> cursor.part(0)).orElse("");
    }

    private static URI place(String below) {
        return URI.create("/api/v1/providers/" + below);
    }

    private static ResponseEntity<ProviderView> tagged(ResponseEntity.BodyBuilder answer, Provider provider) {
        return answer.eTag(ETags.of(provider.version())).body(ProviderView.of(provider));
    }

    private static ResponseEntity<ClerkView> tagged(ResponseEntity.BodyBuilder answer, Clerk clerk) {
        return answer.eTag(ETags.of(clerk.version())).body(ClerkView.of(clerk));
    }
}
