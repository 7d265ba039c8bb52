package cn.twonets.reconciliation.spring;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When a service looks whether everything still fits.
 *
 * @param every how often it runs without being asked, at least a second apart; real time, also where time is virtual
 * @param heal whether such runs heal what can be healed, or only tell
 * @param perSecond so many documents and records a run looks at in a second at most
 * @param unpublished how long a document must have been marked unpublished to count as a difference; several times the
 *        age from which the sweep sends
 */
@ConfigurationProperties("twonets.reconcile")
record ReconcileProperties(
        @DefaultValue("24h") Duration every,
        @DefaultValue("true") boolean heal,
        @DefaultValue("20000") int perSecond,
        @DefaultValue("2m") Duration unpublished) {}
