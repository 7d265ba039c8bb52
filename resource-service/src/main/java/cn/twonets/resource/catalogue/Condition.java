package cn.twonets.resource.catalogue;

import java.util.List;

/**
 * One condition of eligibility over a fact that the household register declares. All conditions of an aid service must
 * hold.
 *
 * @param fact which fact
 * @param test how it is compared
 * @param values what it is compared with: one whole number, one {@code true} or {@code false}, or one or more codes
 */
public record Condition(Fact fact, Test test, List<String> values) {

    /** How a fact is compared. */
    public enum Test {
        /** At most that number. */
        AT_MOST,
        /** At least that number. */
        AT_LEAST,
        /** One of the codes (for a set of codes: at least one of them). */
        ONE_OF,
        /** {@code true} or {@code false}. */
        IS
    }

    /** @throws IllegalArgumentException if test, fact and values do not go together */
    public Condition {
        values = List.copyOf(values);
        boolean fits = switch (test) {
            case AT_MOST, AT_LEAST -> fact.form() == Fact.Form.NUMBER
                    && values.size() == 1
                    && values.getFirst().matches("-?[0-9]{1,15}");
            case ONE_OF -> fact.form() == Fact.Form.CODES && !values.isEmpty();
            case IS -> fact.form() == Fact.Form.YES_NO
                    && values.size() == 1
                    && values.getFirst().matches("true|false");
        };
        if (!fits) {
            throw new IllegalArgumentException(
                    "a condition " + test + " on " + fact.code() + " cannot have these values");
        }
    }

    /** The number to compare with. */
    public long number() {
        return Long.parseLong(values.getFirst());
    }
}
