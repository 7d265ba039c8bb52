package cn.twonets.load;

import cn.twonets.events.PostId;
import java.time.Instant;

/**
 * One sending of one wish of a client, and what is known of it. The same wish sent again carries the same key and content
 * hash; the last attempt of a key says how it ended.
 *
 * @param life number of the life that it belongs to
 * @param kind what was asked
 * @param as who asked
 * @param target the path, or the path and (for an item of a bulk) the item's id
 * @param key the idempotency key; for an item of a need batch the item's own id
 * @param contentHash SHA-256 of the body or item as sent, in hexadecimal; of a submission in a batch, of the body that
 *        would submit it by itself
 * @param intended when the wish should have been sent
 * @param sent when this attempt was sent
 * @param answered when its outcome was known
 * @param outcome what is known
 * @param status the HTTP status (of the item, in a bulk); 0 where no answer came
 * @param subject the need's id where it is known; else empty
 * @param detail the problem's type or code, or the exception's name; empty on success
 */
public record Attempt(
        long life,
        ActKind kind,
        PostId as,
        String target,
        String key,
        String contentHash,
        Instant intended,
        Instant sent,
        Instant answered,
        Outcome outcome,
        int status,
        String subject,
        String detail) {

    /** What a client knows of a request. */
    public enum Outcome {
        /** A 2xx: it is done, and must stay done. */
        ACCEPTED,
        /** A 4xx: it was not done. */
        REFUSED,
        /** No answer, or a 5xx: it may or may not have been done; only a repeat with the same key tells. */
        UNKNOWN
    }
}
