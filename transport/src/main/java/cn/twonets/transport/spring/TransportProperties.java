package cn.twonets.transport.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What encrypts every connection of an application. An unknown setting beside it refuses the start: a slip of the pen
 * must not leave everything plain.
 *
 * @param bundle the SSL bundle ({@code spring.ssl.bundle.*}) with the application's own certificate and whom it trusts;
 *        null for plain connections
 */
@ConfigurationProperties(prefix = "twonets.transport", ignoreUnknownFields = false)
record TransportProperties(@Nullable String bundle) {}
