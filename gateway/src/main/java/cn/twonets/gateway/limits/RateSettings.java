package cn.twonets.gateway.limits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How often one caller may knock at one instance of the door, and how much of it one may fill.
 *
 * @param perSecond in the long run
 * @param burst at once
 * @param underWay calls of one caller under way at once: whoever sends or reads slowly takes no more of the places that are
 *        there for all
 * @param callers of how many callers the count is kept; those not seen for longest are forgotten first
 */
@ConfigurationProperties("twonets.gateway.rate")
public record RateSettings(@DefaultValue("200") long perSecond, @DefaultValue("400") long burst,
        @DefaultValue("128") int underWay, @DefaultValue("20000") int callers) {}
