package cn.twonets.dispatch.grid;

/**
 * One thing that is wrong in an import.
 *
 * @param file {@code units} or {@code appointments}
 * @param line where, the header being line 1; 0 where it is about the whole file
 * @param column the number of the column, from 1; 0 where it is about the whole line
 * @param columnName its name in the header; empty where it is about the whole line
 * @param code what is wrong, a stable word
 */
public record ImportProblem(String file, long line, int column, String columnName, String code) {
    /** The file of units. */
    public static final String UNITS = "units";
    /** The file of appointments. */
    public static final String APPOINTMENTS = "appointments";
}
