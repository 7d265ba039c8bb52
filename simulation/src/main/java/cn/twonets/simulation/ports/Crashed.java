package cn.twonets.simulation.ports;

/** The instance was killed. An error, so that nothing in the product can take it for a failure of store or broker. */
public final class Crashed extends Error {
    private static final long serialVersionUID = 1L;

    public Crashed() {
        super("killed", null, false, false);
    }
}
