package cn.twonets.dispatch.grid;

import cn.twonets.delivery.Cause;
import cn.twonets.events.PostId;
import java.time.Duration;
import java.util.function.Supplier;

/** What the product does for the grid by itself: begins with the starter grid if told so, and finishes imports. */
public final class GridUpkeep {
    /** Who imports the starter grid. */
    static final PostId STARTER = new PostId("product:starter-grid");
    /** An import that is not finished by then has been left behind. */
    static final Duration LEFT_BEHIND = Duration.ofSeconds(15);

    private final GridOffice office;
    private final Supplier<GridFiles> starter;
    private boolean begun;

    /** @param starter the files to begin with where there is no grid yet; files without anything for none */
    public GridUpkeep(GridOffice office, Supplier<GridFiles> starter) {
        this.office = office;
        this.starter = starter;
    }

    /** One round. */
    public void round() {
        office.finishUnfinished(begun ? LEFT_BEHIND : Duration.ZERO);
        if (!begun) {
            if (office.isEmpty()) {
                office.apply(starter.get(), STARTER, new Cause("starter-grid", null), null);
            }
            begun = true;
        }
    }
}
