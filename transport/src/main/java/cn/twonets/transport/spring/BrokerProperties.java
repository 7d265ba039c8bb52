package cn.twonets.transport.spring;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the brokers are, and as whom they are spoken to.
 *
 * @param bootstrapServers where to begin
 * @param client further settings of every Kafka client
 * @param user the Kafka user, null for none
 * @param passwordFile holds the user's password
 */
@ConfigurationProperties("twonets.kafka")
record BrokerProperties(
        @DefaultValue("127.0.0.1:9092") String bootstrapServers,
        @DefaultValue Map<String, String> client,
        @Nullable String user,
        @Nullable Path passwordFile) {}
