package cn.twonets.resource.referrals;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.AidKind;
import cn.twonets.events.CaseState;
import cn.twonets.events.FinalAnswer;
import cn.twonets.events.ReferralStatus;
import cn.twonets.resource.testing.AidSide;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.Faults;
import cn.twonets.resource.testing.Recount;
import cn.twonets.resource.testing.Services;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two who act on the same thing between each other's read and write: whichever is written first wins. */
class RacesTest {
    private static final String NEED = "need-0001";

    private final AidSide aid = new AidSide(Services.housing("rebuild", 1), Services.housing("second", 1));
    private final CaseState wanting = Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1, "rebuild");

    /** A process in which something else happens once, between its first read and its first write. */
    private AidSide.Instance interruptedBy(Runnable other) {
        AtomicBoolean done = new AtomicBoolean();
        Faults once = new Faults(new Random(1), 0, 1, () -> {
            if (!done.getAndSet(true)) {
                other.run();
            }
        });
        return aid.instance(once.on(aid.records), once.on(aid.pools));
    }

    private void takeBack(AidSide.Instance through) {
        through.hearing().handle(List.of(Cases.event(Cases.takingBack(wanting, 1))));
    }

    @Test
    void letsADeliveryWinThatIsWrittenWhileTheWishIsTakenBack() {
        aid.hear(wanting);
        aid.accept(NEED);

        takeBack(interruptedBy(() -> aid.deliver(NEED)));

        assertThat(aid.record(NEED).answer().result()).isEqualTo(FinalAnswer.DELIVERED);
        assertThat(aid.pool("rebuild").confirmed()).isEqualTo(1);
        assertThat(Recount.answers(aid.records.history(NEED))).containsOnlyKeys(1).containsValue(1);
    }

    @Test
    void cancelsWhatIsAcceptedWhileTheWishIsTakenBack() {
        aid.hear(wanting);

        takeBack(interruptedBy(() -> aid.accept(NEED)));

        assertThat(aid.record(NEED).answer().result()).isEqualTo(FinalAnswer.CANCELLED);
        assertThat(aid.referral(NEED).status()).isEqualTo(ReferralStatus.CANCELLED);
        assertThat(aid.story(NEED)).endsWith("referral.accepted", "referral.cancelled");
        assertThat(aid.pool("rebuild").available()).isEqualTo(1);
    }

    @Test
    void offersOnceWhenTheSameWishIsHeardTwiceAtOnce() {
        interruptedBy(() -> aid.hear(wanting)).hearing().handle(List.of(Cases.event(wanting)));

        assertThat(aid.story(NEED)).containsExactly("aid.matched", "referral.offered");
        assertThat(aid.pool("rebuild").held()).isEqualTo(1);
        Recount.afterDrain(aid.pools.all(), aid.records.where(any -> true));
    }

    @Test
    void givesTheLastUnitToTheOtherWhoCameInBetween() {
        CaseState other = Cases.wanting(Cases.open("need-0002", AidKind.HOUSING), 1, "rebuild");

        interruptedBy(() -> aid.hear(other)).hearing().handle(List.of(Cases.event(wanting)));

        assertThat(aid.referral("need-0002").status()).isEqualTo(ReferralStatus.OFFERED);
        assertThat(aid.record(NEED).answer().result()).isEqualTo(FinalAnswer.NONE_LEFT);
        assertThat(aid.pool("rebuild").held()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 20})
    void givesExactlyWhatThereIsToManyTakersOnManyThreads(int units) throws Exception {
        AidSide many = new AidSide(Services.housing("scarce", units));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = IntStream.rangeClosed(1, 40)
                    .<Future<?>>mapToObj(number -> threads.submit(() -> {
                        AidSide.Instance own = many.instance(many.records, many.pools);
                        own.hearing().handle(List.of(Cases.event(Cases.wanting(
                                Cases.open("need-%04d".formatted(number), AidKind.HOUSING), 1))));
                    }))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(many.pool("scarce").held()).isEqualTo(units);
        assertThat(many.pool("scarce").available()).isZero();
        assertThat(many.queries.desk(Services.provider("scarce"), null, null, 100)).hasSize(units);
        assertThat(many.records.where(stored -> stored.state().answered() == 1)).hasSize(40 - units);
        Recount.afterDrain(many.pools.all(), many.records.where(any -> true));
    }
}
