package cn.twonets.dispatch.grid;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The imports that were decided, by number. */
public interface GridImports {
    /**
     * Adds one.
     *
     * @return false if there is one with that number already
     * @throws ImportTooLargeException if it is larger than the store can hold in one document
     */
    boolean add(GridImport decided);

    Optional<GridImport> find(long number);

    /** The highest number given so far; 0 if none. */
    long newest();

    /** Those decided before then and not finished, the oldest first. */
    List<GridImport> unfinished(Instant before);

    /** Notes that everything is stored and published, and lets go of the plan. */
    void finish(long number);
}
