package cn.twonets.gateway.routes;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the door waits for a service, and when it stops trying for a while.
 *
 * @param connect for a connection, and for one of the pool to come free
 * @param answer for the next part of an answer
 * @param window of how many latest calls the failures are counted
 * @param minimumCalls before that many nothing is concluded
 * @param failuresPercent from this share on, calls are answered 503 at once
 * @param pause for this long, then a few calls try again
 * @param underWay how many calls of one service may be under way at once; one more is answered 503 at once, so that
 *        nobody queues without an end and a service that is slow takes nothing from the others
 */
@ConfigurationProperties("twonets.gateway.patience")
public record PatienceSettings(@DefaultValue("2s") Duration connect, @DefaultValue("60s") Duration answer,
        @DefaultValue("20") int window, @DefaultValue("10") int minimumCalls, @DefaultValue("50") int failuresPercent,
        @DefaultValue("5s") Duration pause, @DefaultValue("512") int underWay) {}
