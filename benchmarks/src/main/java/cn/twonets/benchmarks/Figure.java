package cn.twonets.benchmarks;

/**
 * One measured number.
 *
 * @param name for programs, stable between versions
 * @param what for people
 * @param count how many operations the number rests on
 * @param value the number itself
 * @param unit of the number: {@code per second} or {@code ms}
 */
public record Figure(String name, String what, long count, double value, String unit) {
    /** Unit of rates. */
    public static final String PER_SECOND = "per second";
    /** Unit of times. */
    public static final String MILLISECONDS = "ms";
}
