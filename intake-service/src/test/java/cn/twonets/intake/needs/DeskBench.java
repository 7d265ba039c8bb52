package cn.twonets.intake.needs;

import cn.twonets.delivery.Act;
import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.memory.InMemoryAggregates;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.NeedState;
import cn.twonets.events.PostId;
import cn.twonets.events.StabilityRisk;
import cn.twonets.events.Urgency;
import cn.twonets.events.AidKind;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.json.CategoriesReader;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.Scope;
import cn.twonets.intake.households.Household;
import cn.twonets.intake.households.Households;
import cn.twonets.intake.privacy.Erasure;
import cn.twonets.intake.privacy.Owner;
import cn.twonets.intake.privacy.Protected;
import cn.twonets.intake.privacy.Safe;
import cn.twonets.intake.privacy.Sealed;
import cn.twonets.intake.testing.Cases;
import cn.twonets.intake.testing.PromptBroker;
import cn.twonets.intake.testing.Village;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The desk on memory instead of a store and a broker, with one need that can be put into any status. */
final class DeskBench {
    static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");
    static final NeedId NEED = new NeedId("need-0001");
    static final HouseholdId HOUSEHOLD = new HouseholdId("household-1");
    static final PostId MEMBER = new PostId(Village.MEMBER);
    private static final Cause CAUSE = new Cause("c-1", null);

    final InMemoryAggregates<Need, NeedEvent, NeedState> store = new InMemoryAggregates<>(
            new AggregateKind<>("needs", Need.class, EventFamily.NEED, Need::publicState),
            new PromptBroker(),
            Clock.fixed(NOW, ZoneOffset.UTC),
            new SimpleMeterRegistry());
    final GridDirectory grid = GridDirectory.of(Village.grid());
    final NeedDesk desk = new NeedDesk(store, new NeedsInMemory(store), new NoHouseholds(), CategoriesReader.starter(),
            grid, new PaperSafe(), Clock.fixed(NOW, ZoneOffset.UTC));
    private int acts;

    /** Puts the need there, followed by what dispatch said about it. */
    Need put(NeedStatus status, int round, @Nullable String resolvedBy) {
        Need need = submitted();
        if (status == NeedStatus.WITHDRAWN) {
            need = need.takenBack();
        } else if (status != NeedStatus.SUBMITTED) {
            need = need.withProgress(
                    Progress.of(
                            Cases.state(NEED, HOUSEHOLD, new GridCode(Village.GROUP), 5,
                                    CaseStatus.valueOf(status.name()), round, Village.LEADER, resolvedBy)));
        }
        Need whole = need;
        Need first = submitted();
        store.change(
                NEED.value(),
                Change.of(
                        CAUSE,
                        current -> Decision.changed(
                                whole.order().sequence() == 1
                                        ? List.of(new Decision.Step<>(submittedEvent(), whole))
                                        : List.of(
                                                new Decision.Step<>(submittedEvent(), first),
                                                new Decision.Step<>(new NeedEvent.Withdrawn(MEMBER, "test"), whole)),
                                "")),
                Publish.SOON);
        return whole;
    }

    /** An act by this post, with a key of its own. */
    NeedDesk.Acting by(String post) {
        return by(post, "key-" + acts++);
    }

    NeedDesk.Acting by(String post, String key) {
        PostId id = new PostId(post);
        return new NeedDesk.Acting(NEED, new NeedDesk.Actor(id, grid.scopeOf(id, NOW), CAUSE), new Act(key, "body"),
                sequence -> true);
    }

    Need stored() {
        return store.find(NEED.value()).orElseThrow().state();
    }

    private static NeedEvent submittedEvent() {
        return new NeedEvent.Submitted(MEMBER, duty());
    }

    static NeedEvent.Basis duty() {
        return new NeedEvent.Basis(NeedEvent.BasisKind.DUTY, null, null, null, null);
    }

    static Need submitted() {
        return need(NEED, HOUSEHOLD, NOW, List.of(Village.GROUP, Village.HERE, Village.AREA, Village.TOWN,
                Village.CITY));
    }

    static Need need(NeedId id, HouseholdId household, Instant at, List<String> ancestors) {
        return new Need(new EventOrder(0, 1), id, household, new GridCode(ancestors.getFirst()),
                ancestors.stream().map(GridCode::new).toList(), new CategoryCode("housing"), Urgency.MAJOR,
                StabilityRisk.ORDINARY, Set.of(AidKind.HOUSING), 1, MEMBER, duty(), null, at, Need.listKey(at, id),
                "mark", 1, false, 1, null, 0, null);
    }

    /** Hides nothing; what is tested here is not secrecy. */
    private static final class PaperSafe implements Safe {
        @Override
        public Set<HouseholdId> prepare(Collection<HouseholdId> households) {
            return Set.of();
        }

        @Override
        public Sealed seal(Protected secret, Owner owner) {
            return new Sealed(owner.text() + "=" + secret.plain());
        }

        @Override
        public Protected open(Sealed sealed, Owner owner) {
            return new Protected(sealed.text().substring(owner.text().length() + 1));
        }

        @Override
        public Erasure erase(HouseholdId household, Erasure erasure) {
            throw new UnsupportedOperationException("nobody is erased here");
        }

        @Override
        public String mark(String purpose, String value) {
            return purpose + value;
        }
    }

    private static final class NoHouseholds implements Households {
        @Override
        public Optional<Household> find(HouseholdId id, Scope scope) {
            return Optional.empty();
        }

        @Override
        public Map<HouseholdId, Household> findAll(Collection<HouseholdId> ids, Scope scope) {
            return new HashMap<>();
        }

        @Override
        public List<Household> withMark(Collection<String> marks, Scope scope) {
            return List.of();
        }

        @Override
        public List<Household> list(Scope scope, Filter filter, @Nullable String after, int limit) {
            return List.of();
        }
    }
}
