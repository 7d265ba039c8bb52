package cn.twonets.dispatch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set for this service alone.
 *
 * @param sweepEvery pause between two looks at what is overdue; an escalation is late by at most so long
 * @param countEvery pause between two counts of what is open, for metrics; each reads some fields of every open case
 */
@ConfigurationProperties("twonets.dispatch")
public record DispatchSettings(@DefaultValue("2s") Duration sweepEvery, @DefaultValue("30s") Duration countEvery) {}
