package cn.twonets.intake.disclosure.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.sensitive.SensitiveRead;
import cn.twonets.api.sensitive.SensitiveReads;
import cn.twonets.api.web.RequestCause;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridDirectory;
import cn.twonets.intake.households.Contents;
import cn.twonets.intake.households.Household;
import cn.twonets.intake.households.HouseholdRegister;
import cn.twonets.intake.households.Households;
import cn.twonets.intake.households.web.FactsBody;
import cn.twonets.intake.households.web.PersonalBody;
import cn.twonets.intake.needs.Need;
import cn.twonets.intake.needs.NeedDesk;
import cn.twonets.intake.needs.Needs;
import cn.twonets.intake.needs.web.NeedView;
import cn.twonets.intake.needs.web.Timelines;
import cn.twonets.intake.privacy.Protected;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Everything that is held about a household in one document, for the household that asks for it. */
@RestController
public final class ExportController {
    /** So many needs are asked about at once in the other services. */
    private static final int AT_ONCE = 8;
    private static final int PAGE = 200;
    private static final String PURPOSE = "household-asked";

    private final HouseholdRegister register;
    private final Households households;
    private final Needs needs;
    private final NeedDesk desk;
    private final Timelines timelines;
    private final GridDirectory grid;
    private final SensitiveReads reads;
    private final Clock clock;

    ExportController(HouseholdRegister register, Households households, Needs needs, NeedDesk desk,
            Timelines timelines, GridDirectory grid, SensitiveReads reads, Clock clock) {
        this.register = register;
        this.households = households;
        this.needs = needs;
        this.desk = desk;
        this.timelines = timelines;
        this.grid = grid;
        this.reads = reads;
        this.clock = clock;
    }

    /**
     * Everything, unmasked. Does not print itself.
     *
     * @param household the pseudonym under which the household is known
     * @param exportedAt when
     * @param unit where it belongs
     * @param helper its named helper
     * @param registeredBy who entered it
     * @param registeredAt when
     * @param personal who it is
     * @param facts what was declared about it
     * @param needs its needs, newest first, with what happened to each in all services
     */
    record HouseholdExport(
            HouseholdId household,
            Instant exportedAt,
            GridCode unit,
            @Nullable PostId helper,
            PostId registeredBy,
            Instant registeredAt,
            PersonalBody personal,
            FactsBody facts,
            List<ExportedNeed> needs) {
        @Override
        public String toString() {
            return "HouseholdExport[" + household + "]";
        }
    }

    /**
     * One need.
     *
     * @param need what is held about it here, with its description
     * @param timeline what happened about it; names the services that could not be asked
     */
    record ExportedNeed(NeedView need, Timelines.Timeline timeline) {}

    /** Exports a household; every call is written down. */
    @SensitiveRead
    @PostMapping("/api/v1/households/{id}/exports")
    HouseholdExport export(@PathVariable HouseholdId id, Caller caller, RequestCause cause,
            @RequestHeader(HttpHeaders.AUTHORIZATION) String token) {
        caller.require(Role.ASSISTANCE_OFFICE);
        Instant now = clock.instant();
        Household household = households.find(id, grid.scopeOf(caller.post(), now)).orElseThrow(Refusal::notFound);
        Contents contents = register.contents(household).orElseThrow(Refusal::notFound);
        reads.record(caller, List.of(id), PURPOSE, "export");
        return new HouseholdExport(id, now, household.unit(), household.helper(), household.registeredBy(),
                household.registeredAt(), PersonalBody.of(contents.personal()), FactsBody.of(contents.facts()),
                exported(all(id), token, cause));
    }

    private List<ExportedNeed> exported(List<Need> all, String token, RequestCause cause) {
        try (ExecutorService calls = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            return all.stream()
                    .map(need -> CompletableFuture.supplyAsync(() -> exported(need, token, cause), calls))
                    .toList()
                    .stream()
                    .map(CompletableFuture::join)
                    .toList();
        }
    }

    private ExportedNeed exported(Need need, String token, RequestCause cause) {
        return new ExportedNeed(NeedView.of(need, desk.description(need).map(Protected::plain).orElse(null)),
                timelines.of(need, token, cause));
    }

    private List<Need> all(HouseholdId household) {
        List<Need> all = new ArrayList<>();
        for (List<Need> page = needs.of(household, null, PAGE); !page.isEmpty(); page = needs
                .of(household, all.getLast().listKey(), PAGE)) {
            all.addAll(page);
        }
        return all;
    }
}
