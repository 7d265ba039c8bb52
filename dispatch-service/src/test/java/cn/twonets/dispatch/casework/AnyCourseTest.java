package cn.twonets.dispatch.casework;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.CaseState;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.Category;
import cn.twonets.events.FinalAnswer;
import cn.twonets.events.GridCode;
import cn.twonets.events.Outcome;
import cn.twonets.events.Urgency;
import cn.twonets.events.json.CategoriesReader;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to a case in whatever order, what must hold holds. The seed stands in the test's name. */
class AnyCourseTest {
    private static final int COURSES = 60;
    private static final int STEPS = 40;
    private static final List<Category> CATEGORIES = CategoriesReader.starter().all();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20_260_302, 411_082, 7_777_777})
    void holdsOnAnyCourse(long seed) {
        Random random = new Random(seed);
        for (int course = 0; course < COURSES; course++) {
            Desk desk = new Desk().submitted(
                    CATEGORIES.get(random.nextInt(CATEGORIES.size())).code().value(),
                    Urgency.values()[random.nextInt(3)]);
            for (int step = 0; step < STEPS; step++) {
                AidCase before = desk.theCase();
                String did = anything(desk, random);
                assertHolds(before, desk.theCase(),
                        "seed " + seed + ", course " + course + ", step " + step + ": " + did);
            }
        }
    }

    private static String anything(Desk desk, Random random) {
        int what = random.nextInt(14);
        String who = desk.theCase().open() ? desk.responsible() : "city-leader:" + CountyGrid.CITY;
        CaseState.Wish wish = desk.theCase().shown().wish();
        switch (what) {
            case 0 -> desk.does(who, new CaseAct.Acknowledge());
            case 1 -> desk.does(who, new CaseAct.Refer(List.of(Desk.LOAN), random.nextBoolean()));
            case 2 -> desk.does(who, new CaseAct.Resolve("advice"));
            case 3 -> desk.does(who, new CaseAct.Escalate("beyond-me"));
            case 4 -> desk.does(who, new CaseAct.Return("elsewhere", unit(random)));
            case 5 -> desk.does(who, new CaseAct.Arbitrate(unit(random)));
            case 6 -> desk.does(who, new CaseAct.Plan(desk.clock.instant().plus(Duration.ofDays(20)), "spring"));
            case 7 -> {
                if (random.nextInt(6) == 0) {
                    desk.withdrawn();
                }
            }
            case 8 -> desk.answered(Outcome.values()[random.nextInt(3)]);
            case 9 -> {
                if (wish != null) {
                    desk.aidAnswers(wish.wanted()
                            ? pick(random, FinalAnswer.DELIVERED, FinalAnswer.NONE_LEFT)
                            : pick(random, FinalAnswer.values()));
                }
            }
            case 10 -> {
                if (wish != null && desk.theCase().hasLiveWish()) {
                    desk.aidOffers();
                }
            }
            case 11 -> desk.passes(Duration.ofMinutes(random.nextInt(60)));
            case 12 -> desk.passes(Duration.ofHours(random.nextInt(200)));
            default -> desk.does("village-member:" + CountyGrid.VILLAGE, new CaseAct.Acknowledge());
        }
        return "choice " + what;
    }

    private static GridCode unit(Random random) {
        return new GridCode(pick(random, CountyGrid.VILLAGE, CountyGrid.OTHER_VILLAGE, CountyGrid.FAR_VILLAGE,
                CountyGrid.OTHER_AREA, CountyGrid.GROUP));
    }

    @SafeVarargs
    private static <T> T pick(Random random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static void assertHolds(AidCase before, AidCase after, String when) {
        CaseState old = before.shown();
        CaseState now = after.shown();
        assertThat(now.order().sequence()).as(when).isGreaterThanOrEqualTo(old.order().sequence());
        if (now.order().equals(old.order())) {
            assertThat(now).as("%s: what is shown changes by events only", when).isEqualTo(old);
        }
        boolean open = now.status() != CaseStatus.CLOSED;
        assertThat(after.open()).as(when).isEqualTo(open);
        assertThat(now.responsible() != null).as("%s: somebody is responsible while it is open", when).isEqualTo(open);
        assertThat(after.wakeAt() != null).as("%s: the clock looks at what is open", when).isEqualTo(open);
        assertThat(now.closeReason() != null).as(when).isEqualTo(!open);
        assertThat(now.dueAt() != null).as("%s: a step clock runs", when)
                .isEqualTo(open && now.status() != CaseStatus.PLANNED);
        assertThat(now.reviewAt() != null).as(when).isEqualTo(now.status() == CaseStatus.PLANNED);
        assertThat(now.resolvedBy() != null).as(when).isEqualTo(now.status() == CaseStatus.AWAITING_CONFIRMATION);
        assertThat(after.next() != null).as(when).isEqualTo(now.status() == CaseStatus.CANCELLING);
        assertThat(now.householdDueAt()).as("%s: never reset", when).isEqualTo(old.householdDueAt());
        assertThat(now.escalations()).as("%s: one level at a time", when)
                .isBetween(old.escalations(), old.escalations() + 1);
        assertThat(now.round()).as(when).isBetween(old.round(), old.round() + 1);
        assertThat(now.returned() || !old.returned()).as("%s: once returned, always returned", when).isTrue();
        if (now.status() == CaseStatus.REFERRED || now.status() == CaseStatus.CANCELLING) {
            assertThat(now.wish().wanted()).as(when).isEqualTo(now.status() == CaseStatus.REFERRED);
        }
        int ordinal = old.wish() == null ? 0 : old.wish().ordinal();
        if (now.wish() != null) {
            assertThat(now.wish().ordinal()).as("%s: numbered without gaps", when).isBetween(ordinal, ordinal + 1);
            if (old.status() == CaseStatus.REFERRED && now.wish().ordinal() > ordinal) {
                throw new AssertionError(when + ": a new wish before the last one was answered");
            }
        }
        if (old.status() == CaseStatus.CLOSED) {
            assertThat(now).as("%s: what is closed stays closed", when).isEqualTo(old);
        }
        assertThat(now.statusSequence()).as(when).isLessThanOrEqualTo(now.order().sequence());
        if (now.status() != old.status()) {
            assertThat(now.statusSequence()).as(when).isGreaterThan(old.order().sequence());
        }
        if (open) {
            assertThat(after.ancestors()).as("%s: whoever is responsible sees it", when)
                    .contains(now.responsible().unit(), now.unit());
        }
        assertThat(after.routes()).as(when).hasSizeBetween(1, AidCase.MOST_ROUTES);
    }
}
