package cn.twonets.system.judge;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** I8 and I9: each time a case came to somebody, it was the one whom the grid names, neither early nor late. */
final class Responsibility {
    /** By how much clocks may differ. */
    private static final Duration TOLERANCE = Duration.ofSeconds(30);
    /** By how much an escalation may be late, while the product can act at all. */
    private static final Duration LATEST = Duration.ofSeconds(60);
    private static final String CLOSED = "CLOSED";
    private static final List<String> URGENCIES = List.of("ORDINARY", "MAJOR", "URGENT");

    private final Grid grid;
    private final List<Run.Gap> gaps;
    private final long now;
    private final Verdict verdict;
    /** The level that must handle a need, by category and urgency. */
    private final Map<String, String> handledAt = new HashMap<>();

    /**
     * @param gaps in which the product could not act
     * @param now the product's time, in milliseconds
     */
    Responsibility(Grid grid, List<Run.Gap> gaps, long now, Verdict verdict) {
        this.grid = grid;
        this.gaps = List.copyOf(gaps);
        this.now = now;
        this.verdict = verdict;
        try (InputStream file = Responsibility.class.getResourceAsStream("/cn/twonets/events/categories.json")) {
            for (JsonNode category : new JsonMapper().readTree(file)) {
                category.path("terms").properties().forEach(term -> handledAt.put(
                        category.path("code").asString("") + "/" + term.getKey(),
                        term.getValue().path("handledAt").asString("")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void judge(Kept.Need need, String id, List<Told> told) {
        @Nullable
        Told before = null;
        long highest = 0;
        for (Told one : told) {
            if (one.sequence() <= highest) {
                continue; // a repeat
            }
            highest = one.sequence();
            judgeStep(need, id, before, one);
            before = one;
        }
        // at the top there is nobody to go to: it stays there, overdue
        if (before != null && before.dueAt() > 0 && !before.status().equals(CLOSED) && !grid.isTop(before.unit())) {
            inTime(id, before.dueAt(), now, "is not escalated");
        }
    }

    private void inTime(String id, long dueAt, long at, String what) {
        long late = at - dueAt - gaps.stream().mapToLong(gap -> gap.within(dueAt, at)).sum();
        verdict.require(late <= LATEST.toMillis(), Invariant.I8, id,
                what + " " + late + " ms after it was due, times in which nobody could act left out");
    }

    private void judgeStep(Kept.Need need, String id, @Nullable Told before, Told one) {
        if (before == null) {
            expect(id, one, grid.responsible(need.unit(), level(need), one.at()));
            return;
        }
        switch (one.type()) {
            case "cn.twonets.case.escalated.v1", "cn.twonets.case.reopened.v1" -> {
                expect(id, one, grid.above(before.unit(), one.at()));
                if (one.reason().equals("overdue")) {
                    verdict.require(before.dueAt() > 0 && one.at() >= before.dueAt() - TOLERANCE.toMillis(),
                            Invariant.I8, id, "escalated at " + one.at() + " while due at " + before.dueAt());
                    inTime(id, before.dueAt(), one.at(), "was escalated");
                }
            }
            case "cn.twonets.case.assigned.v1" -> expect(id, one, grid.responsible(before.unit(), "GROUP", one.at()));
            case "cn.twonets.case.returned.v1", "cn.twonets.case.arbitrated.v1", "cn.twonets.case.closed.v1" -> {
                // a person named the unit, or nobody is responsible any more
            }
            default -> verdict.require(one.unit().equals(before.unit()) && one.post().equals(before.post()),
                    Invariant.I9, id, one.type() + " moved the case from " + before.post() + " to " + one.post());
        }
    }

    private void expect(String id, Told one, Optional<Grid.Holder> expected) {
        verdict.require(expected.isPresent() && expected.get().equals(new Grid.Holder(one.unit(), one.post())),
                Invariant.I9, id, one.type() + " names " + one.post() + " at " + one.unit() + ", the grid " + expected);
    }

    /** An urgency that the category does not know counts as the next lower one, else as the lowest. */
    private String level(Kept.Need need) {
        for (int urgency = URGENCIES.indexOf(need.urgency()); urgency >= 0; urgency--) {
            String level = handledAt.get(need.category() + "/" + URGENCIES.get(urgency));
            if (level != null) {
                return level;
            }
        }
        return URGENCIES.stream()
                .map(urgency -> handledAt.get(need.category() + "/" + urgency))
                .filter(level -> level != null)
                .findFirst()
                .orElse("");
    }
}
