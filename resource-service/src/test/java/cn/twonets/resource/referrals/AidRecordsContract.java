package cn.twonets.resource.referrals;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.Stored;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.CaseState;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedId;
import cn.twonets.events.ReferralStatus;
import cn.twonets.resource.testing.AidSide;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.Services;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every home of records must do, asked with records that the rules themselves have made. */
abstract class AidRecordsContract {
    private static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");

    private final AidSide source = new AidSide(Services.queueing("rebuild", 3), Services.housing("other", 1));

    abstract AidRecords records();

    abstract Aggregates<AidRecord, AidEvent> store();

    /** Three offers, one accepted; then two that queue; one that was declined and went elsewhere. */
    @BeforeEach
    void fill() {
        for (int i = 1; i <= 5; i++) {
            source.hear(Cases.wanting(Cases.open("need-000" + i, AidKind.HOUSING), 1, "rebuild"));
            source.clock.advance(Duration.ofMinutes(1));
        }
        source.accept("need-0002");
        CaseState both = Cases.wanting(Cases.open("need-0006", AidKind.HOUSING), 1, "other", "rebuild");
        source.hear(both);
        source.decline("need-0006");
        copy(source);
    }

    private static NeedId need(int number) {
        return new NeedId("need-000" + number);
    }

    @Test
    void keepsEveryPartOfARecord() {
        source.records.where(any -> true).forEach(
                stored -> assertThat(store().find(stored.id()).orElseThrow().state()).isEqualTo(stored.state()));
    }

    @Test
    void findsWhatIsDueTheLongestWaitingFirst() {
        List<AidRecords.Due> all = records().due(Instant.EPOCH, NEVER, 10);

        assertThat(all).extracting(AidRecords.Due::wakeAt).isSorted();
        assertThat(all).extracting(AidRecords.Due::need)
                .containsExactlyInAnyOrder(need(1), need(3), need(4), need(5), need(6));
        Instant second = all.get(1).wakeAt();
        assertThat(records().due(second, NEVER, 10)).extracting(AidRecords.Due::need).doesNotContain(all.get(0).need());
        assertThat(records().due(Instant.EPOCH, second, 10)).hasSize(2);
        assertThat(records().due(Instant.EPOCH, NEVER, 2)).hasSize(2);
    }

    @Test
    void findsWhoQueuesInTheOrderOfQueueing() {
        assertThat(records().queuedFor(new AidServiceId("rebuild"), 10)).containsExactly(need(4), need(5), need(6));
        assertThat(records().queuedFor(new AidServiceId("rebuild"), 1)).containsExactly(need(4));
        assertThat(records().queuedFor(new AidServiceId("other"), 10)).isEmpty();
    }

    @Test
    void findsOpenNeedsForWhichNothingWasFoundByKind() {
        source.hear(Cases.open("none-0001", AidKind.EDUCATION, AidKind.FINANCE));
        source.hear(Cases.open("none-0002", AidKind.FINANCE));
        source.hear(Cases.closed(Cases.open("none-0003", AidKind.FINANCE)));
        copy(source);

        assertThat(records().unmatched(Set.of(AidKind.FINANCE), null, 10))
                .containsExactly(new NeedId("none-0001"), new NeedId("none-0002"));
        assertThat(records().unmatched(Set.of(AidKind.FINANCE, AidKind.EDUCATION), null, 1))
                .containsExactly(new NeedId("none-0001"));
        assertThat(records().unmatched(Set.of(AidKind.FINANCE), new NeedId("none-0001"), 10))
                .containsExactly(new NeedId("none-0002"));
        assertThat(records().unmatched(Set.of(AidKind.EMPLOYMENT), null, 10)).isEmpty();
    }

    private void copy(AidSide from) {
        from.records.where(any -> true).forEach(stored -> store().change(stored.id(), Change.of(
                new Cause("test", null), current -> Decision.silently(stored.state(), "copied")), Publish.SOON));
    }

    @Test
    void showsARecordToThoseWhoWereAsked() {
        assertThat(records().askedOf(Services.provider("rebuild"), need(1))).isPresent();
        assertThat(records().askedOf(Services.provider("other"), need(1))).isEmpty();
        assertThat(records().askedOf(Services.provider("other"), need(6))).isPresent();
        assertThat(records().askedOf(Services.provider("rebuild"), new NeedId("need-9999"))).isEmpty();
        assertThat(records().askedOf(Services.provider("other"), List.of(need(1), need(6), new NeedId("need-9999")))
                .keySet()).containsExactly(need(6));
    }

    @Test
    void showsARecordWithinTheUnitsOfTheCaller() {
        assertThat(records().within(Set.of(Cases.TOWN), need(1))).map(Stored::id).contains("need-0001");
        assertThat(records().within(Set.of(Cases.GROUP, new GridCode("1")), need(1))).isPresent();
        assertThat(records().within(Set.of(new GridCode("411082101")), need(1))).isEmpty();
        assertThat(records().within(Set.of(new GridCode("4110821002")), need(1))).isEmpty();
        assertThat(records().within(Set.of(), need(1))).isEmpty();
    }

    @Test
    void pagesThroughADesk() {
        var provider = Services.provider("rebuild");
        assertThat(records().desk(provider, null, null, 10)).extracting(AidRecord::need)
                .containsExactly(need(1), need(3), need(2));
        assertThat(records().desk(provider, ReferralStatus.ACCEPTED, null, 10)).extracting(AidRecord::need)
                .containsExactly(need(2));
        List<NeedId> paged = new ArrayList<>();
        AidRecords.Place after = null;
        while (true) {
            List<AidRecord> page = records().desk(provider, null, after, 1);
            if (page.isEmpty()) {
                break;
            }
            paged.add(page.getLast().need());
            after = AidRecords.Place.of(page.getLast());
        }
        assertThat(paged).containsExactly(need(1), need(3), need(2));
        assertThat(records().desk(Services.provider("other"), null, null, 10)).isEmpty();
    }

    @Test
    void pagesThroughOffersThatAreDueAtTheSameInstant() {
        AidSide same = new AidSide(Services.housing("twins", 3));
        same.hear(Cases.wanting(Cases.open("twin-0001", AidKind.HOUSING), 1),
                Cases.wanting(Cases.open("twin-0002", AidKind.HOUSING), 1),
                Cases.wanting(Cases.open("twin-0003", AidKind.HOUSING), 1));
        copy(same);
        var provider = Services.provider("twins");

        List<AidRecord> first = records().desk(provider, null, null, 2);
        List<AidRecord> rest = records().desk(provider, null, AidRecords.Place.of(first.getLast()), 2);

        assertThat(first).hasSize(2);
        assertThat(rest).extracting(AidRecord::need).containsExactly(new NeedId("twin-0003"));
    }
}
