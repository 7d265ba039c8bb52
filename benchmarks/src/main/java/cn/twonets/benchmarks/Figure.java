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
record Figure(String name, String what, long count, double value, String unit) {
    static final String PER_SECOND = "per second";
    static final String MILLISECONDS = "ms";
}
