package cn.twonets.dispatch.casework;

/** Everything that can move a case: what people do, what the village and the aid side say, and what the clock brings. */
public enum CaseVerb {
    /** The responsible post signs for it. */
    ACKNOWLEDGE("acknowledge", Source.PERSON),
    /** A referral is wanted. */
    REFER("refer", Source.PERSON),
    /** Something was done on the spot. */
    RESOLVE("resolve", Source.PERSON),
    /** Pushed up one level. */
    ESCALATE("escalate", Source.PERSON),
    /** Sent back, once in a case's life, naming who should have it. */
    RETURN("return", Source.PERSON),
    /** The leader above both decides where a returned case goes. */
    ARBITRATE("arbitrate", Source.PERSON),
    /** Put on a plan with a review date. */
    PLAN("plan", Source.PERSON),
    /** Ended without help, with a reason. */
    CLOSE_UNMET("close unmet", Source.PERSON),
    /** The village took the need back. */
    WITHDRAWN("withdrawn", Source.VILLAGE),
    /** The village says that this round helped. */
    SOLVED("solved", Source.VILLAGE),
    /** The village says that this round helped in part or not at all. */
    NOT_SOLVED("not solved", Source.VILLAGE),
    /** The wish was answered: the aid was given. */
    DELIVERED("delivered", Source.AID),
    /** The wish was answered: no candidate is left. */
    NONE_LEFT("none left", Source.AID),
    /** The wish was answered: it is cancelled. */
    CANCELLED("cancelled", Source.AID),
    /** The step was not done in time. */
    OVERDUE("overdue", Source.CLOCK),
    /** The review date of a plan has come. */
    REVIEW_DUE("review due", Source.CLOCK),
    /** The wish has not been answered for 15 minutes. */
    UNANSWERED("wish unanswered", Source.CLOCK);

    /** Where a verb comes from. */
    public enum Source {
        PERSON, VILLAGE, AID, CLOCK
    }

    private final String words;
    private final Source source;

    CaseVerb(String words, Source source) {
        this.words = words;
        this.source = source;
    }

    /** As it stands in the published table. */
    public String words() {
        return words;
    }

    public Source source() {
        return source;
    }
}
