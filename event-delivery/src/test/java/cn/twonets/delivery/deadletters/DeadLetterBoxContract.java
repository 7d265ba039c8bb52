package cn.twonets.delivery.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.deadletters.DeadLetter.Cause;
import cn.twonets.delivery.deadletters.DeadLetter.Shown;
import cn.twonets.delivery.deadletters.DeadLetter.State;
import cn.twonets.delivery.deadletters.DeadLetterBox.Place;
import cn.twonets.delivery.deadletters.DeadLetterBox.Wanted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every box must do, with the register on top of it. */
public abstract class DeadLetterBoxContract {
    protected static final String NEEDS = "twonets.needs.v1";
    private static final Instant START = Instant.parse("2026-03-02T01:00:00Z");
    private static final Wanted ALL = new Wanted(null, null, null);

    protected abstract DeadLetterBox box();

    protected static Sighting sighting(long offset, long letter, String content) {
        return sighting(NEEDS, offset, letter, content, "does-not-fit");
    }

    static Sighting sighting(String topic, long offset, long letter, String content, String cause) {
        return new Sighting(
                new SourceId(topic, 3, offset),
                "dispatch",
                new Cause(cause, "/state/category"),
                START.plusSeconds(letter),
                letter,
                new Shown("a2b3c4d5e6f7a2b3c4d5e6f7a2", null, null, START, "{}", content.length(), content));
    }

    private static DeadLetter entry(DeadLetterBox box, long offset) {
        return box.find(NEEDS + "-3-" + offset).orElseThrow();
    }

    @Test
    void entersARecordOnceHoweverOftenItsLetterIsRead() {
        DeadLetterBox box = box();
        DeadLetterRegister register = new DeadLetterRegister(box);
        List<Sighting> letters = List.of(sighting(7, 0, "a"), sighting(9, 1, "b"), sighting(7, 2, "a"));
        letters.forEach(register::enter);
        List<DeadLetter> before = box.list(ALL, null, 10);
        for (int again = 0; again < 3; again++) {
            letters.forEach(register::enter);
        }
        assertThat(box.list(ALL, null, 10)).isEqualTo(before).hasSize(2);
        assertThat(entry(box, 7).count()).isEqualTo(2);
        assertThat(entry(box, 7).firstSeen()).isEqualTo(START);
        assertThat(entry(box, 7).lastSeen()).isEqualTo(START.plusSeconds(2));
        assertThat(entry(box, 9).count()).isEqualTo(1);
    }

    @Test
    void keepsAllThatWasEntered() {
        DeadLetterBox box = box();
        new DeadLetterRegister(box).enter(sighting(7, 0, "a"));
        assertThat(entry(box, 7)).isEqualTo(DeadLetter.first(sighting(7, 0, "a")));
    }

    @Test
    void leavesWhatOperatorsDecidedWhenTheRecordIsPutAsideAgain() {
        DeadLetterBox box = box();
        DeadLetterRegister register = new DeadLetterRegister(box);
        register.enter(sighting(7, 0, "a"));
        box.replace(entry(box, 7), entry(box, 7).discarded(discard()));
        register.enter(sighting(7, 1, "a"));
        assertThat(entry(box, 7).state()).isEqualTo(State.DISCARDED);
        assertThat(entry(box, 7).acts()).containsExactly(discard());
        assertThat(entry(box, 7).count()).isEqualTo(2);
    }

    @Test
    void opensAgainForAnotherRecordInTheSamePlace() {
        DeadLetterBox box = box();
        DeadLetterRegister register = new DeadLetterRegister(box);
        register.enter(sighting(7, 5, "a"));
        box.replace(entry(box, 7), entry(box, 7).discarded(discard()));
        register.enter(sighting(7, 9, "another"));
        DeadLetter reopened = entry(box, 7);
        register.enter(sighting(7, 5, "a"));
        assertThat(reopened.state()).isEqualTo(State.OPEN);
        assertThat(reopened.count()).isEqualTo(1);
        assertThat(entry(box, 7)).as("the letter of the record before changes nothing").isEqualTo(reopened);
    }

    @Test
    void refusesAWriteOnAnOlderVersion() {
        DeadLetterBox box = box();
        new DeadLetterRegister(box).enter(sighting(7, 0, "a"));
        DeadLetter read = entry(box, 7);
        assertThat(box.replace(read, read.begun(discard()))).isTrue();
        assertThat(box.replace(read, read.discarded(discard()))).isFalse();
        assertThat(entry(box, 7).state()).isEqualTo(State.OPEN);
        assertThat(box.insert(read)).isFalse();
    }

    @Test
    void countsEachLetterOnceThoughTwoInstancesEnterThem() throws Exception {
        DeadLetterBox box = box();
        List<Sighting> letters = new ArrayList<>();
        for (int letter = 0; letter < 40; letter++) {
            letters.add(sighting(letter % 4, letter, "a"));
        }
        try (ExecutorService instances = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> both = new ArrayList<>();
            for (int instance = 0; instance < 2; instance++) {
                both.add(instances.submit(() -> letters.forEach(new DeadLetterRegister(box)::enter)));
            }
            for (Future<?> one : both) {
                one.get();
            }
        }
        assertThat(box.list(ALL, null, 10)).hasSize(4)
                .allSatisfy(entry -> assertThat(entry.count()).isBetween(1, 10))
                .allSatisfy(entry -> assertThat(entry.lastLetter()).isGreaterThanOrEqualTo(36));
    }

    @Test
    void listsTheNewestFirstPageByPage() {
        DeadLetterBox box = box();
        DeadLetterRegister register = new DeadLetterRegister(box);
        for (int letter = 0; letter < 7; letter++) {
            register.enter(sighting(100 + letter, letter / 2, "a"));
        }
        List<String> paged = new ArrayList<>();
        Place after = null;
        do {
            List<DeadLetter> page = box.list(ALL, after, 2);
            page.forEach(entry -> paged.add(entry.id()));
            after = page.isEmpty() ? null : Place.of(page.getLast());
        } while (after != null);
        assertThat(paged).containsExactly(
                NEEDS + "-3-106",
                NEEDS + "-3-105",
                NEEDS + "-3-104",
                NEEDS + "-3-103",
                NEEDS + "-3-102",
                NEEDS + "-3-101",
                NEEDS + "-3-100");
    }

    @Test
    void listsOnlyWhatIsWanted() {
        DeadLetterBox box = box();
        DeadLetterRegister register = new DeadLetterRegister(box);
        register.enter(sighting(1, 0, "a"));
        register.enter(sighting("twonets.grid.v1", 2, 1, "a", "no-key"));
        register.enter(sighting("twonets.grid.v1", 3, 2, "a", "no-value"));
        box.replace(entry(box, 1), entry(box, 1).discarded(discard()));
        assertThat(offsets(box, new Wanted(State.OPEN, null, null))).containsExactly(3L, 2L);
        assertThat(offsets(box, new Wanted(State.DISCARDED, null, null))).containsExactly(1L);
        assertThat(offsets(box, new Wanted(null, "twonets.grid.v1", "no-key"))).containsExactly(2L);
        assertThat(offsets(box, new Wanted(null, NEEDS, "no-key"))).isEmpty();
        assertThat(box.openByTopic()).containsOnlyKeys("twonets.grid.v1").containsEntry("twonets.grid.v1", 2L);
    }

    private static List<Long> offsets(DeadLetterBox box, Wanted wanted) {
        return box.list(wanted, null, 10).stream().map(DeadLetter::offset).toList();
    }

    private static DeadLetter.Act discard() {
        return act("act-1", DeadLetter.Act.Kind.DISCARD, DeadLetter.Reason.TEST);
    }

    static DeadLetter.Act act(String id, DeadLetter.Act.Kind kind, DeadLetter.@Nullable Reason reason) {
        return new DeadLetter.Act(id, kind, "operator:411082", START, reason, null, null);
    }
}
