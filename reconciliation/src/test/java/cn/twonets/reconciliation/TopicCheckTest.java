package cn.twonets.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.outbox.OutgoingEvent;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicCheckTest {
    private final Register register = new Register();

    @BeforeEach
    void fill() {
        for (int i = 1; i <= 300; i++) {
            register.happens(Register.id(i), 1 + i % 3);
        }
        register.happens(Register.id(501), 250);
    }

    private Report check(boolean heal, long mostAtOnce) {
        Ledger ledger = new Ledger(heal);
        new TopicCheck(List.of(register.needs), register.reader(), Register.CLOCK, mostAtOnce).run(ledger);
        return ledger.report();
    }

    private void lose(String id, long sequence) {
        register.topic.removeIf(event -> event.key().equals(id)
                && register.event(event).state().order().sequence() == sequence);
    }

    private static String kinds(Report report) {
        return report.differences().stream()
                .map(kind -> kind.code() + " " + kind.found() + "/" + kind.remaining())
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000, 100, 40})
    void findsNothingWhereNothingIsMissingInHoweverManyParts(long mostAtOnce) {
        Report report = check(true, mostAtOnce);

        assertThat(kinds(report)).isEmpty();
        assertThat(report.walked()).contains(new Report.Walked("twonets.needs.v1 stored", 301));
    }

    @Test
    void acceptsRepeatsInAnyOrder() {
        List<OutgoingEvent> again = List.copyOf(register.topic).reversed();
        register.topic.addAll(again);

        assertThat(kinds(check(true, 100))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000, 100})
    void findsWhatTheTopicLostAndTellsTheNewestAgain(long mostAtOnce) {
        lose(Register.id(2), 3);
        lose(Register.id(5), 1);
        lose(Register.id(501), 30);
        lose(Register.id(501), 250);

        assertThat(kinds(check(false, mostAtOnce)))
                .isEqualTo("not-on-topic 2/2, earlier-not-on-topic 2/2");
        assertThat(kinds(check(true, mostAtOnce)))
                .isEqualTo("not-on-topic 2/0, earlier-not-on-topic 2/2");
        assertThat(kinds(check(true, mostAtOnce))).isEqualTo("earlier-not-on-topic 2/2");
        assertThat(register.topic).filteredOn(event -> event.key().equals(Register.id(501)))
                .last()
                .satisfies(event -> assertThat(register.event(event).state().order().sequence()).isEqualTo(250));
    }

    @Test
    void leavesAloneWhatItsDocumentSaysIsStillToBeSent() {
        List<OutgoingEvent> before = List.copyOf(register.topic);
        register.needs.change(Register.id(1), cn.twonets.delivery.Change.of(
                new cn.twonets.delivery.Cause("test", null),
                current -> cn.twonets.delivery.Decision.changed(
                        List.of(new cn.twonets.delivery.Decision.Step<>(
                                new cn.twonets.events.NeedEvent.Withdrawn(current.reportedBy(), "test"),
                                Register.state(Register.id(1), current.order().next()))),
                        "")),
                cn.twonets.delivery.Publish.BEFORE_RETURN);
        register.topic.clear();
        register.topic.addAll(before);

        assertThat(kinds(check(true, 100))).isEmpty();
    }

    @Test
    void findsRecordsThatTheStoreDoesNotKnow() {
        Register other = new Register();
        other.happens("stranger-0001", 2);
        other.happens(Register.id(3), 5);
        register.topic.addAll(other.topic);

        Report report = check(true, 100);

        assertThat(kinds(report)).isEqualTo("unknown-on-topic 2/2");
        assertThat(report.differences().getFirst().examples()).extracting(Report.Example::subject)
                .containsExactlyInAnyOrder("stranger-0001", Register.id(3));
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000_000, 100})
    void takesWhatARestoreLostForNoDifference(long mostAtOnce) {
        var backup = register.backup();
        register.happens(Register.id(3), 2);
        register.happens("lost-0001", 1);
        register.restore(backup, 7);
        register.happens(Register.id(4), 1);
        register.happens("lost-0002", 1);

        assertThat(kinds(check(true, mostAtOnce))).isEmpty();
    }

    @Test
    void asksALostTopicForNoMoreThanWasToldAfterTheRestore() {
        var backup = register.backup();
        register.topic.clear();
        register.restore(backup, 7);
        register.happens(Register.id(4), 1);

        assertThat(kinds(check(true, 100))).isEmpty();
    }

    @Test
    void findsWhatTheTopicLostSinceTheRestore() {
        register.restore(register.backup(), 7);
        register.happens(Register.id(2), 2);
        long newest = register.needs.find(Register.id(2)).orElseThrow().order().sequence();
        register.topic.removeIf(event -> event.key().equals(Register.id(5))
                && register.event(event).state().order().epoch() == 7);
        register.topic.removeIf(event -> event.key().equals(Register.id(2))
                && register.event(event).state().order().epoch() == 7
                && register.event(event).state().order().sequence() == newest - 1);

        assertThat(kinds(check(true, 100))).isEqualTo("not-on-topic 1/0, earlier-not-on-topic 1/1");
        assertThat(kinds(check(false, 100))).isEqualTo("earlier-not-on-topic 1/1");
    }

    @Test
    void findsForeignRecordsOfThePresentEpoch() {
        register.restore(register.backup(), 7);
        Register other = new Register();
        other.restore(other.backup(), 7);
        other.happens("stranger-0001", 1);
        register.topic.addAll(other.topic);

        assertThat(kinds(check(true, 100))).isEqualTo("unknown-on-topic 1/1");
    }

    @Test
    void isNotFooledByWhatHappensWhileItLooks() {
        TopicReader busy = topic -> {
            TopicReader.Reading reading = register.reader().open(topic);
            return new TopicReader.Reading() {
                private int looks;

                @Override
                public void readOn(java.util.function.Consumer<TopicReader.Sighted> each) {
                    reading.readOn(each);
                    // Right after the position was fixed, and after each further look.
                    register.happens(Register.id(1 + looks++), 1);
                    register.happens("later-" + looks + "000", 1);
                }

                @Override
                public List<TopicReader.Sighted> at(java.util.Collection<Long> places) {
                    return reading.at(places);
                }

                @Override
                public void close() {
                    reading.close();
                }
            };
        };
        Ledger ledger = new Ledger(true);
        new TopicCheck(List.of(register.needs), busy, Register.CLOCK, 1_000_000).run(ledger);

        assertThat(kinds(ledger.report())).isEmpty();
    }
}
