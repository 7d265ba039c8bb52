package cn.twonets.system.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** I4 and I10: each way in which stores and topics can disagree with the tables or with each other is seen. */
class PathsTest {
    private static final String ASSIGNED = "cn.twonets.case.assigned.v1";
    private static final String ACKNOWLEDGED = "cn.twonets.case.acknowledged.v1";
    private static final String CLOSED = "cn.twonets.case.closed.v1";

    private final Verdict verdict = new Verdict();
    private final Paths paths = new Paths(verdict);
    private final List<Happened> stored = new ArrayList<>(List.of(
            new Happened(0, 1, ASSIGNED, ""), new Happened(0, 2, ACKNOWLEDGED, ""), new Happened(0, 3, CLOSED, "")));
    private final List<Told> told = new ArrayList<>(List.of(
            told(1, ASSIGNED, "ASSIGNED"), told(2, ACKNOWLEDGED, "ACKNOWLEDGED"), told(3, CLOSED, "CLOSED")));

    private static Told told(long sequence, String type, String status) {
        return new Told(0, sequence, type, 0, sequence, status, "", "", 0, 1, "");
    }

    private void judge(boolean unpublished) {
        long last = stored.isEmpty() ? 0 : stored.getLast().sequence();
        paths.judge(Family.CASE, "need", new Kept("need", 0, last, stored, unpublished, null,
                new Kept.Case("CLOSED", "UNMET", "", 0, 0), null), told);
    }

    @Test
    void acceptsAPathWithRepeats() {
        told.add(told.getFirst());
        judge(false);
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.lookedAt(Invariant.I4)).isPositive();
    }

    @Test
    void seesAnEventThatWasNeverTold() {
        told.remove(1);
        judge(false);
        assertThat(verdict.count(Invariant.I10)).isPositive();
    }

    @Test
    void seesAnEventThatWasNeverStored() {
        stored.removeLast();
        judge(false);
        assertThat(verdict.count(Invariant.I4)).isPositive();
        assertThat(verdict.count(Invariant.I10)).isZero();
    }

    @Test
    void seesAGap() {
        stored.remove(1);
        told.remove(1);
        judge(false);
        assertThat(verdict.count(Invariant.I4)).isPositive();
    }

    @Test
    void seesARepeatThatSaysSomethingElse() {
        told.add(new Told(0, 2, ACKNOWLEDGED, 0, 77, "ACKNOWLEDGED", "", "", 0, 1, ""));
        judge(false);
        assertThat(verdict.count(Invariant.I4)).isPositive();
    }

    @Test
    void seesAMoveThatTheTableDoesNotAllow() {
        told.set(1, told(2, ACKNOWLEDGED, "PLANNED"));
        judge(false);
        assertThat(verdict.count(Invariant.I4)).isPositive();
    }

    @Test
    void seesAStoredPathThatTheTableDoesNotAllow() {
        stored.addAll(List.of(new Happened(0, 4, ACKNOWLEDGED, "")));
        told.add(told(4, ACKNOWLEDGED, "CLOSED"));
        judge(false);
        assertThat(verdict.violations()).extracting(Violation::evidence)
                .anyMatch(one -> one.startsWith("in the store"));
    }

    @Test
    void seesAMarkThatIsStillThere() {
        judge(true);
        assertThat(verdict.count(Invariant.I10)).isPositive();
    }
}
