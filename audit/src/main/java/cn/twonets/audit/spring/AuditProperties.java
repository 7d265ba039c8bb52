package cn.twonets.audit.spring;

import cn.twonets.audit.file.TrailSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The audit of a service.
 *
 * @param folder where its chains are kept; instances and services may share it. There is no default: who forgets it
 *        must learn that at the start, not when the container with the entries is gone
 * @param sync whether nothing is done before the disk has its entry, so that entries outlast a loss of power
 * @param anchorEvery how often a growing chain is anchored
 * @param chainSize a chain that has grown beyond this is closed and the next one begun
 */
@ConfigurationProperties("twonets.audit")
record AuditProperties(
        Path folder,
        @DefaultValue("true") boolean sync,
        @DefaultValue("10s") Duration anchorEvery,
        @DefaultValue("256MB") DataSize chainSize) {

    TrailSettings settings() {
        return TrailSettings.in(folder).withSync(sync).withMostBytes(chainSize.toBytes());
    }
}
