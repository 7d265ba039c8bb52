package cn.twonets.resource.matching.http;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How facts are asked for.
 *
 * @param intake address of the intake service
 * @param tokens address of the issuer's token endpoint
 * @param clientId as which this service asks for its token
 * @param secretFile holds the client's secret; null where none was given, and then no facts can be had
 * @param limit for one question, the token included
 */
public record FactsSettings(URI intake, URI tokens, String clientId, @Nullable Path secretFile, Duration limit) {}
