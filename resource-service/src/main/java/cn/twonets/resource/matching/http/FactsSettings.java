package cn.twonets.resource.matching.http;

import cn.twonets.delivery.http.ClientSettings;
import java.net.URI;

/**
 * How facts are asked for.
 *
 * @param intake address of the intake service
 * @param client as whom this service asks, and how long one question may take, the token included
 */
public record FactsSettings(URI intake, ClientSettings client) {}
