package cn.twonets.dispatch.casework;

/** Is told what became of everything that reached a case, so that it can be counted. */
public interface CaseObserver {
    /** Something came from outside, or by the clock. */
    void followed(CaseVerb.Source source, Followed what);

    /** Somebody wanted to do something; {@code result} is {@code done} or the reason of the refusal. */
    void acted(CaseVerb verb, String result);
}
