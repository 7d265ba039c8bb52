package cn.twonets.resource.catalogue.web;

import cn.twonets.api.personal.PersonalNumbers;
import cn.twonets.api.problem.Refusal;
import cn.twonets.events.AidKind;
import cn.twonets.events.GridCode;
import cn.twonets.events.ProviderId;
import cn.twonets.grid.GridTree;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.catalogue.Condition;
import cn.twonets.resource.catalogue.Fact;
import cn.twonets.resource.catalogue.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a provider publishes.
 *
 * @param provider who gives it; null for the caller's own
 * @param name in Chinese, 1 to 60 characters
 * @param kinds the kinds of aid
 * @param areas the grid units that it serves, with everything below them
 * @param conditions eligibility; null for everybody
 * @param period how long a capacity lasts
 * @param units capacity with which a period begins
 * @param unitsEach units that one referral takes; null for 1
 * @param answerDays working days for the answer; null for 3
 * @param deliveryDays working days for the delivery; null for 20
 * @param waitlist whether needs may queue while it is full; null for no
 */
record AidServiceBody(
        @Nullable ProviderId provider,
        String name,
        Set<AidKind> kinds,
        Set<GridCode> areas,
        @Nullable List<ConditionBody> conditions,
        Period period,
        int units,
        @Nullable Integer unitsEach,
        @Nullable Integer answerDays,
        @Nullable Integer deliveryDays,
        @Nullable Boolean waitlist) {

    /** One condition; {@code fact} by its name on the wire. */
    record ConditionBody(String fact, Condition.Test test, List<String> values) {}

    /** @throws Refusal 422 naming what cannot be accepted */
    AidService.Terms terms(GridTree tree) {
        limit("/units", units, 0, AidService.Terms.MOST_UNITS);
        int each = unitsEach == null ? 1 : limit("/unitsEach", unitsEach, 1, AidService.Terms.MOST_UNITS);
        int answer = answerDays == null ? 3 : limit("/answerDays", answerDays, 1, 60);
        int delivery = deliveryDays == null ? 20 : limit("/deliveryDays", deliveryDays, 1, 250);
        limitSize("/name", name.strip().length(), 60);
        if (PersonalNumbers.isIn(name)) {
            throw Refusal.of(CatalogueProblem.INVALID).field("/name", PersonalNumbers.CODE);
        }
        limitSize("/kinds", kinds.size(), AidKind.values().length);
        limitSize("/areas", areas.size(), 200);
        for (GridCode area : areas) {
            if (tree.unit(area).isEmpty()) {
                throw Refusal.of(CatalogueProblem.INVALID).field("/areas", "unknown-unit");
            }
        }
        return new AidService.Terms(name.strip(), kinds, areas, conditionsRead(), period, units, each, answer,
                delivery, Boolean.TRUE.equals(waitlist));
    }

    private List<Condition> conditionsRead() {
        List<ConditionBody> given = conditions == null ? List.of() : conditions;
        if (given.size() > 10) {
            throw Refusal.of(CatalogueProblem.INVALID).field("/conditions", "wrong-number-of-items", 0, 10);
        }
        List<Condition> read = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String at = "/conditions/" + i;
            Fact fact = Fact.of(given.get(i).fact()).orElseThrow(
                    () -> Refusal.of(CatalogueProblem.INVALID).field(at + "/fact", "unknown-fact"));
            try {
                read.add(new Condition(fact, given.get(i).test(), given.get(i).values()));
            } catch (IllegalArgumentException e) {
                throw Refusal.of(CatalogueProblem.INVALID).field(at, "does-not-fit");
            }
        }
        return read;
    }

    private static int limit(String pointer, int value, int least, int most) {
        if (value < least || value > most) {
            throw Refusal.of(CatalogueProblem.INVALID).field(pointer, "out-of-range", least, most);
        }
        return value;
    }

    private static void limitSize(String pointer, int size, int most) {
        if (size < 1 || size > most) {
            throw Refusal.of(CatalogueProblem.INVALID).field(pointer, "wrong-number-of-items", 1, most);
        }
    }
}
