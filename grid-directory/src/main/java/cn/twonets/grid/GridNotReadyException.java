package cn.twonets.grid;

/** The grid has not wholly arrived in this service yet. It will; listeners wait, HTTP answers 503. */
public final class GridNotReadyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public GridNotReadyException() {
        super("the grid has not wholly arrived yet");
    }
}
