package cn.twonets.audit.file;

/** Hears how writing goes, for metrics. */
public interface WriteObserver {
    /** So many entries were kept by one write. */
    void kept(long entries);

    /** Something was refused because it could not be written down. */
    void refused();

    /** Outcomes of acts that could not be kept; the acts themselves were. */
    void outcomeLost();
}
