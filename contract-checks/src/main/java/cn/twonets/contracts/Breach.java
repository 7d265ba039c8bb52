package cn.twonets.contracts;

/**
 * A promise that a newer description no longer keeps.
 *
 * @param where the place, read from the outside in
 * @param what what is different there
 */
public record Breach(String where, String what) {
    @Override
    public String toString() {
        return where + ": " + what;
    }
}
