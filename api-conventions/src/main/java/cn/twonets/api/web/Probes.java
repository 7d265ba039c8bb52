package cn.twonets.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/**
 * The two questions after our health that the public port answers: yes or no, and nothing else. Whatever tells more, the
 * parts of health and the metrics, is on the management port.
 */
public final class Probes {
    /** Whether the process can answer at all. */
    public static final String ALIVE = "/livez";
    /** Whether it can do its work. */
    public static final String READY = "/readyz";

    private static final Set<String> PATHS = Set.of(ALIVE, READY);
    private static final String MANAGEMENT = "/actuator/";

    private Probes() {
    }

    /** Whether the caller looks after our health: such calls are heard in any crowd and make no traces. */
    public static boolean areAsked(HttpServletRequest request) {
        String path = request.getRequestURI();
        return PATHS.contains(path) || path.startsWith(MANAGEMENT);
    }
}
