package cn.twonets.system.judge;

/** What must hold, whatever crashes. */
public enum Invariant {
    /** Acceptance. */
    I1("every accepted need exists exactly once, with the accepted content"),
    /** Lost answers. */
    I2("a request whose answer was lost is wholly there or wholly absent, and a retry settles it"),
    /** Ends. */
    I3("each need has ended as its people were told, or waits with a due date to come, and none lies unassigned"),
    /** Paths. */
    I4("a need's events form a path of the published state machine, without gaps, in the stores and on the topics"),
    /** Capacity. */
    I5("available, held and confirmed units add up to the capacity, and nothing is overdrawn"),
    /** One reservation. */
    I6("at most one live reservation for each need and aid service"),
    /** Settlement. */
    I7("a reservation is settled at most once, and what was not given comes back"),
    /** Escalation. */
    I8("no escalation skips a level, none comes early, and none later than 60 s after it was due"),
    /** Responsibility. */
    I9("the responsible unit and post are those that the grid names"),
    /** Publication. */
    I10("every stored event is on its topic, and no document is marked unpublished"),
    /** Dead letters. */
    I11("the dead letters are those records that were poisoned"),
    /** Privacy. */
    I12("no personal data in any topic, log, metric or other service's store"),
    /** Audit. */
    I13("the audit is whole, every act that was done stands in it, and every need that it says was made is there");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    /** What holds, in words. */
    public String sentence() {
        return sentence;
    }
}
