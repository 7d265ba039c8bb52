package cn.twonets.standalone.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.EventOrder;
import cn.twonets.standalone.backup.LostRecords.Lost;
import cn.twonets.standalone.backup.LostRecords.Told;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LostRecordsTest {
    private static final Instant BEGIN = Instant.parse("2026-06-01T00:00:00Z");

    private static Told told(String id, int epoch, long sequence, String type, int minute) {
        return new Told(id, new EventOrder(epoch, sequence), type, BEGIN.plusSeconds(60L * minute), "411082110213");
    }

    private static LostRecords of(Told... records) {
        LostRecords lost = new LostRecords();
        List.of(records).forEach(lost::learn);
        List.of(records).forEach(lost::judge);
        return lost;
    }

    @Test
    void namesWhatHappenedBeyondTheBackup() {
        LostRecords lost = of(told("n-1", 0, 1, "submitted", 1), told("n-1", 0, 2, "amended", 2),
                told("n-1", 0, 3, "withdrawn", 3), told("n-1", 9, 2, "amended", 2), told("n-1", 9, 3, "amended", 8));
        assertThat(lost.lost()).containsExactly(new Lost("n-1", "411082110213", false, List.of("withdrawn"),
                BEGIN.plusSeconds(180)));
    }

    @Test
    void namesWhollyWhatWasNotToldAgain() {
        LostRecords lost = of(told("n-1", 0, 1, "submitted", 1), told("n-2", 0, 1, "submitted", 2),
                told("n-2", 0, 2, "amended", 3), told("n-1", 9, 1, "submitted", 1));
        assertThat(lost.lost()).containsExactly(new Lost("n-2", "411082110213", true, List.of("submitted", "amended"),
                BEGIN.plusSeconds(180)));
    }

    @Test
    void takesTheSameNumberForAnotherEventIfItIsNoRepeat() {
        LostRecords lost = of(told("n-0", 0, 1, "submitted", 0), told("n-0", 9, 1, "submitted", 0),
                told("n-1", 0, 1, "submitted", 1), told("n-1", 9, 1, "submitted", 30));
        assertThat(lost.lost()).extracting(Lost::aggregate, Lost::wholly)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("n-1", false));
    }

    @Test
    void countsRepeatsOnce() {
        LostRecords lost = of(told("n-1", 0, 1, "submitted", 1), told("n-1", 0, 1, "submitted", 1),
                told("n-2", 9, 1, "submitted", 1));
        assertThat(lost.lost()).singleElement().satisfies(one -> assertThat(one.types()).containsExactly("submitted"));
    }

    @Test
    void speaksOfNothingWhereNothingWasRestored() {
        LostRecords lost = of(told("n-1", 0, 1, "submitted", 1), told("n-1", 0, 2, "amended", 2));
        assertThat(lost.isRestored()).isFalse();
        assertThat(lost.lost()).isEmpty();
    }

    @Test
    void losesNothingToARestoreThatLostNothing() {
        assertThat(of(told("n-1", 0, 1, "submitted", 1), told("n-1", 0, 2, "amended", 2),
                told("n-1", 9, 2, "amended", 2)).lost()).isEmpty();
    }
}
