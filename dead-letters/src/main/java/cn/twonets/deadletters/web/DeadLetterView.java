package cn.twonets.deadletters.web;

import cn.twonets.delivery.deadletters.DeadLetter;
import cn.twonets.delivery.deadletters.DeadLetter.Reason;
import cn.twonets.delivery.deadletters.DeadLetter.Result;
import cn.twonets.delivery.deadletters.DeadLetter.State;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record that a service could not read, as operators see it: no value of it that could be about a person.
 *
 * @param id {@code <consumer>:<topic>-<partition>-<offset>}
 * @param consumer the service that could not read it
 * @param topic where it lies
 * @param partition its partition there
 * @param offset its offset there
 * @param state where it stands
 * @param cause why it is here now
 * @param firstCause why it could not be read at first
 * @param firstSeen when it was first put aside
 * @param lastSeen when it was last put aside
 * @param count how often it was put aside
 * @param key the record's key, if it is an id that the product made
 * @param type its event type, if it is one of the product's
 * @param event its event id, if it is one of the product's
 * @param writtenAt when it was written to the topic
 * @param payload the structure of its value, without the values
 * @param bytes length of its value
 * @param sha256 SHA-256 of its value
 * @param acts what operators did, oldest first
 */
record DeadLetterView(
        String id,
        String consumer,
        String topic,
        int partition,
        long offset,
        State state,
        CauseView cause,
        CauseView firstCause,
        Instant firstSeen,
        Instant lastSeen,
        int count,
        @Nullable String key,
        @Nullable String type,
        @Nullable String event,
        @Nullable Instant writtenAt,
        String payload,
        long bytes,
        @Nullable String sha256,
        List<ActView> acts) {

    /**
     * Why a record is here.
     *
     * @param code a stable word
     * @param at the field at fault, where one was named
     */
    record CauseView(String code, @Nullable String at) {
        static CauseView of(DeadLetter.Cause cause) {
            return new CauseView(cause.code(), cause.at());
        }
    }

    /**
     * What an operator did.
     *
     * @param kind what
     * @param by the post that did it
     * @param at when it began
     * @param reason why it was discarded
     * @param result what the replay came to; absent if it was cut short or still goes on
     * @param cause why the replay failed again
     */
    record ActView(
            DeadLetter.Act.Kind kind,
            String by,
            Instant at,
            @Nullable Reason reason,
            @Nullable Result result,
            @Nullable CauseView cause) {
        static ActView of(DeadLetter.Act act) {
            return new ActView(act.kind(), act.by(), act.at(), act.reason(), act.result(),
                    act.cause() == null ? null : CauseView.of(act.cause()));
        }
    }

    static DeadLetterView of(DeadLetter letter) {
        DeadLetter.Shown shown = letter.shown();
        return new DeadLetterView(
                letter.consumer() + ":" + letter.id(),
                letter.consumer(),
                letter.topic(),
                letter.partition(),
                letter.offset(),
                letter.state(),
                CauseView.of(letter.cause()),
                CauseView.of(letter.firstCause()),
                letter.firstSeen(),
                letter.lastSeen(),
                letter.count(),
                shown.key(),
                shown.type(),
                shown.event(),
                shown.written(),
                shown.payload(),
                shown.bytes(),
                shown.sha256().isEmpty() ? null : shown.sha256(),
                letter.acts().stream().map(ActView::of).toList());
    }
}
