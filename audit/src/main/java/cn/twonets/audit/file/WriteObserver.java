package cn.twonets.audit.file;

/** Hears how writing goes, for metrics. */
public interface WriteObserver {
    /** Does not listen: where nobody asks for metrics. */
    WriteObserver NOBODY = new WriteObserver() {
        @Override
        public void kept(long entries) {
            // nobody asks
        }

        @Override
        public void refused() {
            // nobody asks
        }

        @Override
        public void outcomeLost() {
            // nobody asks
        }
    };

    /** So many entries were kept by one write. */
    void kept(long entries);

    /** Something was refused because it could not be written down. */
    void refused();

    /** Outcomes of acts that could not be kept; the acts themselves were. */
    void outcomeLost();
}
