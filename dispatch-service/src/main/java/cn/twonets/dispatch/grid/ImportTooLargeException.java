package cn.twonets.dispatch.grid;

/** The import is larger than the store can hold in one document (about a million lines). Nothing was written. */
public final class ImportTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ImportTooLargeException() {
        super("the import is too large");
    }
}
