package cn.twonets.dispatch.casework;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.AidServiceId;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.FinalAnswer;
import cn.twonets.events.GridCode;
import cn.twonets.events.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every status with every verb, on the desk itself. The table here was written by hand, not taken from the code. */
class EveryStatusAndVerbTest {
    private static final String VILLAGE_LEADER = "village-leader:" + CountyGrid.VILLAGE;

    /** A dot means: refused or passed over, and nothing changes. NEXT: what comes next, which is a referral here. */
    private static final String TABLE = """
            status                ACKNOWLEDGE  REFER      RESOLVE               ESCALATE RETURN     ARBITRATE PLAN    CLOSE_UNMET WITHDRAWN  SOLVED NOT_SOLVED DELIVERED             NONE_LEFT    CANCELLED    OVERDUE               REVIEW_DUE UNANSWERED
            ASSIGNED              ACKNOWLEDGED REFERRED   AWAITING_CONFIRMATION ASSIGNED RETURNED   .         PLANNED CLOSED      CLOSED     .      .          .                     .            .            ASSIGNED              .          .
            ACKNOWLEDGED          .            REFERRED   AWAITING_CONFIRMATION ASSIGNED RETURNED   .         PLANNED CLOSED      CLOSED     .      .          .                     .            .            ASSIGNED              .          .
            RETURNED              .            .          .                     .        .          ASSIGNED  .       .           CLOSED     .      .          .                     .            .            RETURNED              .          .
            REFERRED              .            CANCELLING CANCELLING            REFERRED CANCELLING .         .       .           CANCELLING .      .          AWAITING_CONFIRMATION ACKNOWLEDGED ACKNOWLEDGED REFERRED              .          REFERRED
            CANCELLING            .            .          .                     .        .          .         .       .           CANCELLING .      .          AWAITING_CONFIRMATION NEXT         NEXT         CANCELLING            .          CANCELLING
            PLANNED               .            REFERRED   AWAITING_CONFIRMATION .        .          .         .       CLOSED      CLOSED     .      .          .                     .            .            .                     ASSIGNED   .
            AWAITING_CONFIRMATION .            .          .                     .        .          .         .       .           CLOSED     CLOSED ASSIGNED   .                     .            .            AWAITING_CONFIRMATION .          .
            CLOSED                .            .          .                     .        .          .         .       .           .          .      .          .                     .            .            .                     .          .
            """;

    static Stream<Arguments> table() {
        List<String[]> rows = TABLE.lines().map(line -> line.trim().split("\\s+")).toList();
        List<CaseVerb> verbs = Arrays.stream(rows.getFirst()).skip(1).map(CaseVerb::valueOf).toList();
        List<Arguments> cells = new ArrayList<>();
        for (String[] row : rows.subList(1, rows.size())) {
            for (int i = 0; i < verbs.size(); i++) {
                cells.add(Arguments.of(CaseStatus.valueOf(row[0]), verbs.get(i), row[i + 1]));
            }
        }
        return cells.stream();
    }

    @Test
    void theTableIsWhole() {
        assertThat(table()).hasSize(CaseStatus.values().length * CaseVerb.values().length);
    }

    @ParameterizedTest(name = "{0} × {1} → {2}")
    @MethodSource("table")
    void behavesAsTheTableSays(CaseStatus status, CaseVerb verb, String expected) {
        Desk desk = in(status);
        prepare(desk, verb);
        AidCase before = desk.theCase();
        @Nullable
        ActAnswer answer = apply(desk, verb);
        AidCase after = desk.theCase();
        if (expected.equals(".")) {
            assertThat(CaseTable.move(status, verb)).isEmpty();
            assertThat(after.shown()).isEqualTo(before.shown());
            if (verb.source() == CaseVerb.Source.PERSON) {
                assertThat(answer).isEqualTo(new ActAnswer.Refused(ActAnswer.Why.NOT_ALLOWED_NOW, status));
            }
            return;
        }
        CaseStatus to = expected.equals("NEXT") ? null : CaseStatus.valueOf(expected);
        assertThat(CaseTable.move(status, verb)).hasValueSatisfying(move -> assertThat(move.to()).isEqualTo(to));
        assertThat(after.status()).isEqualTo(to == null ? CaseStatus.REFERRED : to);
        assertThat(after.shown().order()).isEqualTo(before.shown().order().next());
        if (verb == CaseVerb.OVERDUE || verb == CaseVerb.ESCALATE) {
            assertThat(after.shown().escalations()).isEqualTo(before.shown().escalations() + 1);
            assertThat(after.shown().responsible().unit()).isNotEqualTo(before.shown().responsible().unit());
        }
    }

    private static Desk in(CaseStatus status) {
        Desk desk = new Desk().submitted();
        switch (status) {
            case ASSIGNED -> {
            }
            case ACKNOWLEDGED -> desk.done(new CaseAct.Acknowledge());
            case RETURNED -> desk.done(new CaseAct.Return("wrong", new GridCode(CountyGrid.OTHER_VILLAGE)));
            case REFERRED -> desk.done(new CaseAct.Refer(List.of(), false));
            case CANCELLING -> desk.done(new CaseAct.Refer(List.of(), false))
                    .done(new CaseAct.Refer(List.of(Desk.LOAN), false));
            case PLANNED -> desk.done(new CaseAct.Plan(Desk.MONDAY.plus(Duration.ofDays(90)), "spring"));
            case AWAITING_CONFIRMATION -> desk.done(new CaseAct.Resolve("advice"));
            case CLOSED -> desk.done(new CaseAct.CloseUnmet("no-such-aid"));
        }
        assertThat(desk.status()).isEqualTo(status);
        return desk;
    }

    private static @Nullable ActAnswer apply(Desk desk, CaseVerb verb) {
        String who = desk.status() == CaseStatus.CLOSED ? VILLAGE_LEADER : desk.responsible();
        return switch (verb) {
            case ACKNOWLEDGE -> desk.does(who, new CaseAct.Acknowledge());
            case REFER -> desk.does(who, new CaseAct.Refer(List.of(Desk.REBUILDING), false));
            case RESOLVE -> desk.does(who, new CaseAct.Resolve("on-the-spot"));
            case ESCALATE -> desk.does(who, new CaseAct.Escalate("beyond-me"));
            case RETURN -> desk.does(who, new CaseAct.Return("wrong", new GridCode(CountyGrid.FAR_VILLAGE)));
            case ARBITRATE -> desk.does(who, new CaseAct.Arbitrate(new GridCode(CountyGrid.OTHER_VILLAGE)));
            case PLAN -> desk.does(who, new CaseAct.Plan(Desk.MONDAY.plus(Duration.ofDays(30)), "spring"));
            case CLOSE_UNMET -> desk.does(who, new CaseAct.CloseUnmet("no-such-aid"));
            case WITHDRAWN -> {
                desk.withdrawn();
                yield null;
            }
            case SOLVED -> {
                desk.answered(Outcome.SOLVED);
                yield null;
            }
            case NOT_SOLVED -> {
                desk.answered(Outcome.NOT_SOLVED);
                yield null;
            }
            case DELIVERED -> aid(desk, FinalAnswer.DELIVERED);
            case NONE_LEFT -> aid(desk, FinalAnswer.NONE_LEFT);
            case CANCELLED -> aid(desk, FinalAnswer.CANCELLED);
            case OVERDUE -> overdue(desk);
            case REVIEW_DUE -> reviewed(desk);
            case UNANSWERED -> {
                desk.passes(Duration.ofMinutes(15));
                yield null;
            }
        };
    }

    private static @Nullable ActAnswer aid(Desk desk, FinalAnswer answer) {
        desk.aidAnswers(answer, desk.theCase().shown().wish() == null ? 1 : desk.theCase().shown().wish().ordinal());
        return null;
    }

    /** Whatever else the clock would bring by then happens before, so that nothing but the step is due. */
    private static void prepare(Desk desk, CaseVerb verb) {
        Instant due = desk.theCase().shown().dueAt();
        if (verb == CaseVerb.OVERDUE && due != null) {
            desk.clock.to(due.minus(Duration.ofMinutes(5)));
            desk.sweep();
        }
    }

    private static @Nullable ActAnswer overdue(Desk desk) {
        if (desk.theCase().shown().dueAt() == null) {
            desk.passes(Duration.ofDays(80));
        } else {
            desk.clock.to(desk.theCase().shown().dueAt());
            desk.sweep();
        }
        return null;
    }

    /** Only a plan has a review date; elsewhere the same time passes without one, short of any deadline. */
    private static @Nullable ActAnswer reviewed(Desk desk) {
        if (desk.theCase().shown().reviewAt() == null) {
            desk.passes(Duration.ofMinutes(14));
        } else {
            desk.clock.to(desk.theCase().shown().reviewAt());
            desk.sweep();
        }
        return null;
    }

    @ParameterizedTest
    @CsvSource({
            "REFER, NONE_LEFT, REFERRED", "REFER, CANCELLED, REFERRED", "REFER, DELIVERED, AWAITING_CONFIRMATION",
            "RESOLVE, NONE_LEFT, AWAITING_CONFIRMATION", "RESOLVE, CANCELLED, AWAITING_CONFIRMATION",
            "RESOLVE, DELIVERED, AWAITING_CONFIRMATION",
            "RETURN, NONE_LEFT, RETURNED", "RETURN, CANCELLED, RETURNED", "RETURN, DELIVERED, AWAITING_CONFIRMATION",
            "WITHDRAWN, NONE_LEFT, CLOSED", "WITHDRAWN, CANCELLED, CLOSED",
            "WITHDRAWN, DELIVERED, AWAITING_CONFIRMATION"})
    void doesWhatComesNextOnceTheWishIsAnswered(CaseVerb next, FinalAnswer answer, CaseStatus expected) {
        Desk desk = in(CaseStatus.REFERRED);
        apply(desk, next);
        assertThat(desk.status()).isEqualTo(CaseStatus.CANCELLING);
        desk.aidAnswers(answer);
        assertThat(desk.status()).isEqualTo(expected);
        assertThat(desk.theCase().next()).isNull();
    }

    @Test
    void letsAWithdrawalOutrankWhateverCameNext() {
        Desk desk = in(CaseStatus.CANCELLING).withdrawn();
        desk.aidAnswers(FinalAnswer.CANCELLED);
        assertThat(desk.status()).isEqualTo(CaseStatus.CLOSED);
    }

    @Test
    void wantsTheNextReferralUnderTheNextNumberAndWithItsOwnServices() {
        Desk desk = in(CaseStatus.CANCELLING);
        desk.aidAnswers(FinalAnswer.CANCELLED);
        assertThat(desk.theCase().shown().wish().ordinal()).isEqualTo(2);
        assertThat(desk.theCase().shown().wish().wanted()).isTrue();
        assertThat(desk.theCase().shown().wish().candidates()).containsExactly(new AidServiceId("housing-loan"));
    }
}
