package cn.twonets.dispatch;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How this service keeps the grid.
 *
 * @param starter whether a service without any grid begins with the starter grid
 * @param upkeepEvery pause between two looks for imports that were left unfinished
 */
@ConfigurationProperties("twonets.grid")
record GridSettings(@DefaultValue("false") boolean starter, @DefaultValue("5s") Duration upkeepEvery) {}
