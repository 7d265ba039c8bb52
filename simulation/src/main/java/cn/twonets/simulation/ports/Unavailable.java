package cn.twonets.simulation.ports;

/** Store or broker could not be had; whether something was written is unknown. */
public final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message) {
        super(message, null, false, false);
    }
}
