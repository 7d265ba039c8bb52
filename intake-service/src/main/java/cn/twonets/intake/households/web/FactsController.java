package cn.twonets.intake.households.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.sensitive.SensitiveRead;
import cn.twonets.api.sensitive.SensitiveReads;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedId;
import cn.twonets.events.SpecialGroup;
import cn.twonets.intake.households.Facts;
import cn.twonets.intake.households.HouseholdRegister;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Declared facts about households, handed to the service that judges eligibility, by need and only those asked for. */
@RestController
public final class FactsController {
    private static final Logger log = LoggerFactory.getLogger(FactsController.class);
    private static final int MOST_NEEDS = 500;

    private final HouseholdRegister register;
    private final Function<List<NeedId>, Map<NeedId, HouseholdId>> householdsOf;
    private final SensitiveReads reads;
    private final Counter handedOut;
    private final Counter unreadable;

    /** @param householdsOf whose needs these are; unknown ones are left out */
    public FactsController(HouseholdRegister register,
            Function<List<NeedId>, Map<NeedId, HouseholdId>> householdsOf, SensitiveReads reads,
            MeterRegistry meters) {
        this.register = register;
        this.householdsOf = householdsOf;
        this.reads = reads;
        this.handedOut = Counter.builder("twonets.facts.handed.out")
                .description("Needs whose household's declared facts were handed to another service")
                .register(meters);
        this.unreadable = Counter.builder("twonets.facts.unreadable")
                .description("Households whose declared facts were asked for and cannot be opened")
                .register(meters);
    }

    /** A fact that may be asked for. */
    private enum Fact {
        DWELLING_GRADE("dwelling-grade"), INCOME("income-per-head-fen"), SPECIAL_GROUPS("special-groups"), MEMBERS(
                "members"), DISABLED_MEMBERS("disabled-members"), INSURED("insured");

        private final String code;

        Fact(String code) {
            this.code = code;
        }
    }

    /**
     * What is asked.
     *
     * @param needs 1 to 500 needs
     * @param facts some of dwelling-grade, income-per-head-fen, special-groups, members, disabled-members, insured
     */
    record Question(List<NeedId> needs, List<String> facts) {}

    /** The answer; needs that are not known are left out. */
    record Answer(List<Item> items) {}

    /** The facts about the household of one need. */
    record Item(NeedId need, Asked facts) {}

    /** Those facts that were asked for and declared. Does not print itself. */
    record Asked(
            @JsonProperty("dwelling-grade") Facts.@Nullable DwellingGrade dwellingGrade,
            @JsonProperty("income-per-head-fen") @Nullable Long incomePerHeadFen,
            @JsonProperty("special-groups") @Nullable Set<SpecialGroup> specialGroups,
            @JsonProperty("members") @Nullable Integer members,
            @JsonProperty("disabled-members") @Nullable Integer disabledMembers,
            @JsonProperty("insured") @Nullable Boolean insured) {

        static Asked of(Facts facts, Set<Fact> asked) {
            return new Asked(
                    asked.contains(Fact.DWELLING_GRADE) ? facts.dwellingGrade() : null,
                    asked.contains(Fact.INCOME) ? facts.incomePerHeadFen() : null,
                    asked.contains(Fact.SPECIAL_GROUPS) ? facts.specialGroups() : null,
                    asked.contains(Fact.MEMBERS) ? facts.members() : null,
                    asked.contains(Fact.DISABLED_MEMBERS) ? facts.disabledMembers() : null,
                    asked.contains(Fact.INSURED) ? facts.insured() : null);
        }

        @Override
        public String toString() {
            return "Asked[protected]";
        }
    }

    /** Hands out facts and writes down, without them, who asked which ones about whom. */
    @SensitiveRead
    @PostMapping("/internal/facts")
    Answer facts(@RequestBody Question question, Caller caller) {
        caller.require(Role.HOUSEHOLD_FACTS);
        if (question.needs().isEmpty() || question.needs().size() > MOST_NEEDS) {
            throw Refusal.invalid("/needs", "wrong-number-of-items", 1, MOST_NEEDS);
        }
        Set<Fact> asked = asked(question.facts());
        Map<NeedId, HouseholdId> households = householdsOf.apply(question.needs());
        Map<HouseholdId, Facts> facts = register.facts(List.copyOf(households.values()), this::cannotBeOpened);
        List<Item> items = question.needs()
                .stream()
                .distinct()
                .filter(need -> facts.containsKey(households.get(need)))
                .map(need -> new Item(need, Asked.of(Objects.requireNonNull(facts.get(households.get(need))), asked)))
                .toList();
        if (!asked.isEmpty()) {
            reads.record(caller, facts.keySet(), "eligibility",
                    asked.stream().map(fact -> fact.code).collect(Collectors.joining(",")));
        }
        handedOut.increment(items.size());
        return new Answer(items);
    }

    /** Its needs wait, and are asked for again and again until somebody has looked after it. */
    private void cannotBeOpened(HouseholdId household) {
        unreadable.increment();
        log.warn("What is sealed for household {} cannot be opened; its facts are not handed out", household);
    }

    private static Set<Fact> asked(List<String> codes) {
        Set<Fact> asked = EnumSet.noneOf(Fact.class);
        for (int i = 0; i < codes.size(); i++) {
            String code = codes.get(i);
            String pointer = "/facts/" + i;
            asked.add(
                    Stream.of(Fact.values())
                            .filter(fact -> fact.code.equals(code))
                            .findFirst()
                            .orElseThrow(() -> Refusal.invalid(pointer, "unknown-value")));
        }
        return asked;
    }
}
