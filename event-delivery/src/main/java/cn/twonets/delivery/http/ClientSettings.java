package cn.twonets.delivery.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * As whom a service calls the others.
 *
 * @param tokens address of the issuer's token endpoint
 * @param clientId as which it asks for its token
 * @param secretFile holds the client's secret; null where none was given, and then no token can be had
 * @param limit for one question
 */
public record ClientSettings(URI tokens, String clientId, @Nullable Path secretFile, Duration limit) {}
