package cn.twonets.audit.file;

import cn.twonets.audit.ChainId;

/**
 * Something that was done to a chain after it had been written.
 *
 * @param kind what was done
 * @param chain to which chain
 * @param from the first entry concerned
 * @param to the last entry concerned
 * @param words how it shows
 */
public record Finding(Kind kind, ChainId chain, long from, long to, String words) {
    /** What can be done to a chain. */
    public enum Kind {
        /** An entry says something else than what was written, or stands where it was not written. */
        EDITED,
        /** Entries are missing and later ones are there, or a whole chain is missing. */
        REMOVED,
        /** The last entries are missing. */
        CUT,
        /** Nothing outside the folder speaks of the chain: it may be older than the topic, or no chain of ours. */
        UNATTESTED
    }
}
