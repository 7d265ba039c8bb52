package cn.twonets.api.reads;

/** Where sensitive reads are written down. */
public interface SensitiveReads {
    /**
     * Writes one down, and returns only once that is kept. To be called before anything is shown: what cannot be written
     * down is not shown.
     *
     * @throws RuntimeException if it cannot be kept now
     */
    void record(SensitiveRead read);
}
