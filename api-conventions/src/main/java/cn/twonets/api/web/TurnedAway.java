package cn.twonets.api.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;

/**
 * Says how long somebody must wait who is turned away at the token check. A service without such a bean lets everybody try
 * again at once.
 */
@FunctionalInterface
public interface TurnedAway {
    /** How long until the caller of that request may come again; zero if at once. */
    Duration wait(HttpServletRequest request);
}
