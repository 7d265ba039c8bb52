package cn.twonets.audit;

/**
 * That a chain has at least so many entries, and that the last of these has this hash. Whoever keeps a claim elsewhere
 * can later tell whether anything up to there was changed.
 *
 * @param chain which chain
 * @param entries so many entries, at least 1
 * @param head the hash of the last of them, 64 hexadecimal digits
 */
public record Claim(ChainId chain, long entries, String head) {
    /** @throws IllegalArgumentException if that claims nothing */
    public Claim {
        if (entries < 1 || head.length() != Line.HASH_LENGTH) {
            throw new IllegalArgumentException("a claim needs at least one entry and the hash of the last one");
        }
    }
}
