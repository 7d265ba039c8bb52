package cn.twonets.audit;

import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Binds entries to each other, one after the other. Not for several threads at once. */
public final class Draft {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
            .withZone(ZoneOffset.UTC);

    private final MessageDigest sha256 = Line.sha256();
    private long entries;
    private String head = Line.BEFORE_FIRST;

    /**
     * The next line.
     *
     * @param fields by {@link EntryFields#of}
     */
    public byte[] next(Instant at, byte[] fields) {
        byte[] body = Line.body(entries + 1, TIME.format(at), fields);
        head = Line.hash(sha256, head, body);
        entries++;
        return Line.whole(body, head);
    }

    /** Lines made so far. */
    public long entries() {
        return entries;
    }

    /** The hash of the last of them. */
    public String head() {
        return head;
    }
}
