package cn.twonets.reconciliation;

import java.util.List;
import java.util.Optional;

/** The runs of a service, kept where every instance of it sees them: the newest hundred. */
public interface Runs {
    /**
     * Keeps a new one.
     *
     * @return false if there is one of that id already
     */
    boolean add(Run run);

    /** Keeps how it stands now. */
    void save(Run run);

    Optional<Run> find(String id);

    /** Those asked for last, the newest first. */
    List<Run> newest(int limit);
}
