package cn.twonets.simulation;

import cn.twonets.delivery.AggregateKind;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.NeedState;
import cn.twonets.events.PostId;
import cn.twonets.grid.Scope;
import cn.twonets.intake.households.Household;
import cn.twonets.intake.households.Households;
import cn.twonets.intake.needs.CaseFollower;
import cn.twonets.intake.needs.Need;
import cn.twonets.intake.needs.NeedDesk;
import cn.twonets.intake.needs.Needs;
import cn.twonets.intake.privacy.Erasure;
import cn.twonets.intake.privacy.Owner;
import cn.twonets.intake.privacy.Protected;
import cn.twonets.intake.privacy.Safe;
import cn.twonets.intake.privacy.Sealed;
import cn.twonets.simulation.ports.SimulatedAggregates;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One process of intake. */
final class IntakeInstance extends Instance {
    static final AggregateKind<Need, NeedEvent, NeedState> KIND = new AggregateKind<>("needs", Need.class,
            EventFamily.NEED, Need::publicState);
    private static final Instant LONG_AGO = Instant.parse("2020-04-01T00:00:00Z");

    final SimulatedAggregates<Need, NeedEvent, NeedState> needs;
    final NeedDesk desk;
    final CaseFollower follower;

    IntakeInstance(World world, int number, Duration skew) {
        super(world, Service.INTAKE, number, skew);
        needs = new SimulatedAggregates<>(KIND, world.needs, broker, clock, this);
        outboxes.add(needs);
        desk = new NeedDesk(needs, new Questions(), new Register(), GridJudge.CATEGORIES, grid, new PaperSafe(),
                clock);
        follower = new CaseFollower(needs, (followed, count) -> {});
    }

    /** The household of a group: one each. */
    static HouseholdId householdOf(GridCode group) {
        return new HouseholdId("household-" + group.value());
    }

    private final class Questions implements Needs {
        @Override
        public Optional<Need> find(NeedId id, Scope scope) {
            return needs.find(id.value())
                    .map(stored -> stored.state())
                    .filter(need -> need.ancestors().stream().anyMatch(scope.units()::contains));
        }

        @Override
        public List<Need> list(Scope scope, Filter filter, @Nullable String before, int limit) {
            throw new UnsupportedOperationException("nobody lists needs here");
        }

        @Override
        public List<Need> of(HouseholdId household, @Nullable String before, int limit) {
            throw new UnsupportedOperationException("nobody is erased here");
        }
    }

    /** One household in each group. */
    private final class Register implements Households {
        @Override
        public Optional<Household> find(HouseholdId id, Scope scope) {
            return Optional.ofNullable(findAll(List.of(id), scope).get(id));
        }

        @Override
        public Map<HouseholdId, Household> findAll(Collection<HouseholdId> ids, Scope scope) {
            pass(At.READ);
            Map<HouseholdId, Household> found = new LinkedHashMap<>();
            for (GridCode group : world.county.groups()) {
                HouseholdId id = householdOf(group);
                List<GridCode> path = world.county.pathUp(group);
                if (ids.contains(id) && path.stream().anyMatch(scope.units()::contains)) {
                    found.put(id, new Household(new EventOrder(0, 1), id, group, path, null, new Sealed("sealed"),
                            new Sealed("sealed"), List.of(), 1, new PostId("group-member:" + group), LONG_AGO,
                            "mark"));
                }
            }
            return found;
        }

        @Override
        public List<Household> withMark(Collection<String> marks, Scope scope) {
            throw new UnsupportedOperationException("nobody is registered here");
        }

        @Override
        public List<Household> list(Scope scope, Filter filter, @Nullable String after, int limit) {
            throw new UnsupportedOperationException("nobody lists households here");
        }
    }

    /** Hides nothing: no word here is private. */
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
            return purpose + "/" + value;
        }
    }
}
