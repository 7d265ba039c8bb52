package cn.twonets.telemetry.logs;

import java.io.IOException;
import org.springframework.boot.logging.StackTracePrinter;

/** Prints what was thrown where, and never a message: those of drivers and parsers quote what people wrote. */
public final class PlacesOnly implements StackTracePrinter {
    private static final int MOST_CAUSES = 8;
    private static final int MOST_PLACES = 40;

    @Override
    public void printStackTrace(Throwable thrown, Appendable to) throws IOException {
        Throwable at = thrown;
        for (int cause = 0; at != null && cause < MOST_CAUSES; cause++) {
            to.append(cause == 0 ? "" : "Caused by: ").append(at.getClass().getName()).append('\n');
            StackTraceElement[] places = at.getStackTrace();
            for (int place = 0; place < Math.min(places.length, MOST_PLACES); place++) {
                to.append("\tat ").append(places[place].toString()).append('\n');
            }
            if (places.length > MOST_PLACES) {
                to.append("\t… ").append(String.valueOf(places.length - MOST_PLACES)).append(" more\n");
            }
            at = at.getCause() == at ? null : at.getCause();
        }
    }
}
