package cn.twonets.delivery.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.Stored.UnpublishedEvent;
import cn.twonets.events.EventOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PublicationTest {
    private static final String ID = "dwelling-1";

    private final List<Long> sent = new ArrayList<>();
    private final Publication publication = new Publication(100, event -> {
        sent.add(event.order().sequence());
        return CompletableFuture.completedFuture(null);
    });

    private static List<UnpublishedEvent> events(long from, long through) {
        return LongStream.rangeClosed(from, through)
                .mapToObj(sequence -> new UnpublishedEvent(new EventOrder(0, sequence), "type", Instant.EPOCH, ID, null,
                        "cause", null, "{}"))
                .toList();
    }

    private Map<String, EventOrder> clearWhenQuiet() {
        Map<String, EventOrder> quiet = Map.of();
        while (quiet.isEmpty()) {
            quiet = publication.quiet();
        }
        publication.forget(quiet);
        return quiet;
    }

    @Test
    void sendsNothingAgainForASweepThatHasReadJustBeforeTheMarkWasTakenOff() {
        publication.publish(ID, events(1, 2));
        assertThat(clearWhenQuiet()).containsEntry(ID, new EventOrder(0, 2));

        publication.publish(ID, events(1, 2));

        assertThat(sent).containsExactly(1L, 2L);
    }

    @Test
    void takesTheMarkOffOnceAndThenForgets() {
        publication.publish(ID, events(1, 1));
        clearWhenQuiet();

        assertThat(publication.quiet()).isEmpty();
        assertThat(publication.acknowledged(ID)).isEqualTo(new EventOrder(0, 1));
        assertThat(publication.quiet()).isEmpty();
        assertThat(publication.acknowledged(ID)).isEqualTo(EventOrder.NONE);
    }

    @Test
    void takesTheMarkOffAgainAfterANewEvent() {
        publication.publish(ID, events(1, 1));
        clearWhenQuiet();
        publication.publish(ID, events(2, 2));

        assertThat(clearWhenQuiet()).containsEntry(ID, new EventOrder(0, 2));
        assertThat(sent).containsExactly(1L, 2L);
    }
}
