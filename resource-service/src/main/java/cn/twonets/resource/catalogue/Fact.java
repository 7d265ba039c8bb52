package cn.twonets.resource.catalogue;

import java.util.Arrays;
import java.util.Optional;

/** Facts about a household that eligibility may ask for. Kept by the register; never stored or published here. */
public enum Fact {
    /** Grade of the dwelling's safety, {@code A} (safe) to {@code D} (wholly dangerous). */
    DWELLING_GRADE("dwelling-grade", Form.CODES),
    /** Yearly income per head, in fen. */
    INCOME_PER_HEAD("income-per-head-fen", Form.NUMBER),
    /** Special groups that the household belongs to. */
    SPECIAL_GROUPS("special-groups", Form.CODES),
    /** How many people live in it. */
    MEMBERS("members", Form.NUMBER),
    /** How many of them have a disability. */
    DISABLED_MEMBERS("disabled-members", Form.NUMBER),
    /** Whether all are enrolled in basic medical insurance. */
    INSURED("insured", Form.YES_NO);

    /** What kind of value a fact has. */
    public enum Form {
        NUMBER, CODES, YES_NO
    }

    private final String code;
    private final Form form;

    Fact(String code, Form form) {
        this.code = code;
        this.form = form;
    }

    /** The name on the wire and in reasons. */
    public String code() {
        return code;
    }

    public Form form() {
        return form;
    }

    /** The fact of that name; empty if there is none. */
    public static Optional<Fact> of(String code) {
        return Arrays.stream(values()).filter(fact -> fact.code.equals(code)).findFirst();
    }
}
