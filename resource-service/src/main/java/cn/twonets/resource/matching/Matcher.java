package cn.twonets.resource.matching;

import cn.twonets.events.AidKind;
import cn.twonets.events.GridCode;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.catalogue.Condition;
import cn.twonets.resource.catalogue.Fact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which aid services fit a need: by kind, served area, declared facts and capacity, in this order; ranked by kinds
 * served, nearness, how narrowly the service is aimed, and id. Reasons are codes: {@code kind:housing},
 * {@code area:411082110}, {@code fact:dwelling-grade}; what is lacking is named alike: {@code area},
 * {@code fact:dwelling-grade}, {@code unknown:income-per-head-fen} where the register does not know, {@code capacity}.
 * Those that name a fact are not for everybody: {@link FactCodes}.
 */
public final class Matcher {
    private static final Comparator<Judgement> BEST_FIRST = Comparator
            .comparingLong((Judgement judged) -> -judged.reasons().stream().filter(r -> r.startsWith("kind:")).count())
            .thenComparingInt(Judgement::distance)
            .thenComparing(judged -> -judged.service().terms().conditions().size())
            .thenComparing(judged -> judged.service().id());

    private Matcher() {
    }

    /**
     * What a need asks for.
     *
     * @param kinds the kinds of aid
     * @param ancestors the household's unit and everything above it, nearest first
     */
    public record Asked(Set<AidKind> kinds, List<GridCode> ancestors) {}

    /** The facts that must be known before the need can be matched; empty if none. */
    public static Set<Fact> factsNeeded(Asked asked, Collection<AidService> services) {
        Set<Fact> needed = EnumSet.noneOf(Fact.class);
        services.stream()
                .filter(service -> !kindsInCommon(asked, service).isEmpty() && servedArea(asked, service) >= 0)
                .flatMap(service -> service.terms().conditions().stream())
                .forEach(condition -> needed.add(condition.fact()));
        return needed;
    }

    /** All aid services that share a kind with the need, those that fit first, best first; then the nearest misses. */
    public static List<Judgement> judge(
            Asked asked, Collection<AidService> services, HouseholdFacts facts, Predicate<AidService> hasRoom) {
        return services.stream()
                .map(service -> judge(asked, service, facts, hasRoom))
                .filter(Objects::nonNull)
                .sorted(Comparator.comparingInt((Judgement judged) -> judged.lacking().size())
                        .thenComparing(BEST_FIRST))
                .toList();
    }

    private static @Nullable Judgement judge(
            Asked asked, AidService service, HouseholdFacts facts, Predicate<AidService> hasRoom) {
        List<AidKind> kinds = kindsInCommon(asked, service);
        if (kinds.isEmpty()) {
            return null;
        }
        List<String> reasons = new ArrayList<>();
        List<String> lacking = new ArrayList<>();
        kinds.forEach(kind -> reasons.add("kind:" + kind.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        int served = servedArea(asked, service);
        if (served >= 0) {
            reasons.add("area:" + asked.ancestors().get(served));
        } else {
            lacking.add("area");
        }
        for (Condition condition : service.terms().conditions()) {
            Boolean holds = holds(condition, facts);
            if (holds == null) {
                lacking.add(FactCodes.unknown(condition.fact()));
            } else {
                (holds ? reasons : lacking).add(FactCodes.declared(condition.fact()));
            }
        }
        if (!hasRoom.test(service)) {
            lacking.add(Judgement.CAPACITY);
        }
        return new Judgement(service, List.copyOf(reasons), List.copyOf(lacking), served < 0 ? 99 : served);
    }

    private static List<AidKind> kindsInCommon(Asked asked, AidService service) {
        return Stream.of(AidKind.values())
                .filter(kind -> asked.kinds().contains(kind) && service.terms().kinds().contains(kind))
                .toList();
    }

    /** Position of the nearest served unit among the ancestors; -1 if none is served. */
    private static int servedArea(Asked asked, AidService service) {
        for (int i = 0; i < asked.ancestors().size(); i++) {
            if (service.terms().areas().contains(asked.ancestors().get(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Whether the condition holds; null if the register does not know the fact. */
    private static @Nullable Boolean holds(Condition condition, HouseholdFacts facts) {
        return switch (condition.fact()) {
            case DWELLING_GRADE -> facts.dwellingGrade() == null
                    ? null
                    : condition.values().contains(facts.dwellingGrade());
            case SPECIAL_GROUPS -> facts.specialGroups() == null
                    ? null
                    : condition.values().stream().anyMatch(facts.specialGroups()::contains);
            case INSURED -> facts.insured() == null
                    ? null
                    : facts.insured() == Boolean.parseBoolean(condition.values().getFirst());
            case INCOME_PER_HEAD -> compared(condition, facts.incomePerHeadFen());
            case MEMBERS -> compared(condition, facts.members());
            case DISABLED_MEMBERS -> compared(condition, facts.disabledMembers());
        };
    }

    private static @Nullable Boolean compared(Condition condition, @Nullable Number actual) {
        if (actual == null) {
            return null;
        }
        return condition.test() == Condition.Test.AT_MOST
                ? actual.longValue() <= condition.number()
                : actual.longValue() >= condition.number();
    }
}
