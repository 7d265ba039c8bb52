package cn.twonets.dispatch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this service keeps the grid.
 *
 * @param starter whether a service without any grid begins with the starter grid
 * @param firstOffice the post that may import a grid without ever having been appointed, such as
 *        {@code assistance-office:411082}; blank for none
 * @param upkeepEvery pause between two looks for imports that were left unfinished
 */
@ConfigurationProperties("twonets.grid")
record GridSettings(
        @DefaultValue("false") boolean starter,
        @DefaultValue("") String firstOffice,
        @DefaultValue("5s") Duration upkeepEvery) {}
