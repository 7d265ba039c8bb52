package cn.twonets.system.judge;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.PostId;
import cn.twonets.load.ActKind;
import cn.twonets.load.Attempt;
import cn.twonets.load.Attempt.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** I1, I2 and I3: what clients were told is held against what is stored. */
class AcceptanceTest {
    private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");
    private static final String ASSIGNED = "cn.twonets.case.assigned.v1";
    private static final String CONFIRMED = "cn.twonets.need.outcome-confirmed.v1";

    private final Verdict verdict = new Verdict();
    private final List<Attempt> history = new ArrayList<>();
    private final Map<Family, Map<String, Kept>> stored = new HashMap<>(Map.of(
            Family.NEED, new HashMap<>(), Family.CASE, new HashMap<>(), Family.AID, new HashMap<>()));

    private void told(long life, ActKind kind, Outcome outcome, String need) {
        history.add(new Attempt(life, kind, new PostId("village-member:411082110213"), "/", "key-" + life,
                "content-" + life, NOW, NOW, NOW, outcome, 0, need, ""));
    }

    private void keep(String need, String content, String status, String closeReason, String... types) {
        stored.get(Family.NEED).put(need, new Kept(need, 0, 1, List.of(types).stream()
                .map(type -> new Happened(0, 1, type, "")).toList(), false,
                new Kept.Need(content, status, "", "", ""), null, null));
        stored.get(Family.CASE).put(need, new Kept(need, 0, 1, List.of(new Happened(0, 1, ASSIGNED, "")), false, null,
                new Kept.Case(status, closeReason, closeReason.isEmpty() ? "village-leader:411082110213" : "",
                        NOW.toEpochMilli() + 1, 0),
                null));
    }

    private Acceptance judge() {
        Acceptance acceptance = new Acceptance(stored, NOW.toEpochMilli(), verdict);
        Claim.Gathering gathering = new Claim.Gathering();
        history.forEach(gathering::add);
        acceptance.judge(gathering.claims(), Set.of());
        return acceptance;
    }

    @Test
    void acceptsAFinishedLifeAndAnOpenOne() {
        told(0, ActKind.SUBMIT, Outcome.UNKNOWN, "");
        told(0, ActKind.SUBMIT, Outcome.ACCEPTED, "a");
        told(0, ActKind.CONFIRM, Outcome.ACCEPTED, "a");
        told(1, ActKind.SUBMIT, Outcome.ACCEPTED, "b");
        keep("a", "content-0", "CLOSED", "CONFIRMED", CONFIRMED);
        keep("b", "content-1", "ASSIGNED", "");
        judge();
        assertThat(verdict.violations()).isEmpty();
    }

    @Test
    void seesALostNeed() {
        told(0, ActKind.SUBMIT, Outcome.ACCEPTED, "a");
        assertThat(judge().lost()).isOne();
        assertThat(verdict.count(Invariant.I1)).isOne();
    }

    @Test
    void seesANeedThatWasMadeTwice() {
        told(0, ActKind.SUBMIT, Outcome.UNKNOWN, "");
        told(0, ActKind.SUBMIT, Outcome.ACCEPTED, "a");
        keep("a", "content-0", "ASSIGNED", "");
        keep("b", "content-0", "ASSIGNED", "");
        assertThat(judge().doubled()).isOne();
        assertThat(verdict.count(Invariant.I1)).isPositive();
    }

    @Test
    void seesAnotherContent() {
        told(0, ActKind.SUBMIT, Outcome.ACCEPTED, "a");
        keep("a", "something else", "ASSIGNED", "");
        judge();
        assertThat(verdict.count(Invariant.I1)).isPositive();
    }

    @Test
    void seesARepeatThatWasRefusedAlthoughItWasDone() {
        told(0, ActKind.SUBMIT, Outcome.UNKNOWN, "");
        told(0, ActKind.SUBMIT, Outcome.REFUSED, "");
        keep("a", "content-0", "ASSIGNED", "");
        judge();
        assertThat(verdict.count(Invariant.I2)).isPositive();
    }

    @Test
    void seesAnAcknowledgedActThatIsGone() {
        told(0, ActKind.SUBMIT, Outcome.ACCEPTED, "a");
        told(0, ActKind.CONFIRM, Outcome.ACCEPTED, "a");
        keep("a", "content-0", "CLOSED", "CONFIRMED");
        judge();
        assertThat(verdict.count(Invariant.I2)).isPositive();
    }

    @Test
    void seesAFinishedLifeThatIsStillOpen() {
        told(0, ActKind.SUBMIT, Outcome.ACCEPTED, "a");
        told(0, ActKind.CONFIRM, Outcome.ACCEPTED, "a");
        keep("a", "content-0", "AWAITING_CONFIRMATION", "", CONFIRMED);
        judge();
        assertThat(verdict.count(Invariant.I3)).isPositive();
    }

    @Test
    void seesANeedThatLiesWithNobody() {
        told(0, ActKind.SUBMIT, Outcome.ACCEPTED, "a");
        keep("a", "content-0", "ASSIGNED", "");
        stored.get(Family.CASE).clear();
        judge();
        assertThat(verdict.count(Invariant.I3)).isPositive();
    }

    @Test
    void seesANeedThatNobodySubmitted() {
        keep("a", "content-0", "ASSIGNED", "");
        judge();
        assertThat(verdict.count(Invariant.I1)).isPositive();
    }
}
