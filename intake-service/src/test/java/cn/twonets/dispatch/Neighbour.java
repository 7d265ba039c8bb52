package cn.twonets.dispatch;

/** Stands for a class of another service, which this one must not import; see the broken feature of the architecture test. */
public class Neighbour {
    public String name() {
        return "dispatch";
    }
}
