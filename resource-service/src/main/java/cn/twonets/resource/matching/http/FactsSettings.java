package cn.twonets.resource.matching.http;

import cn.twonets.delivery.http.ClientSettings;
import cn.twonets.transport.Transport;
import java.net.URI;

/**
 * How facts are asked for.
 *
 * @param intake address of the intake service
 * @param client as whom this service asks, and how long one question may take, the token included
 * @param transport how the connection is opened
 */
public record FactsSettings(URI intake, ClientSettings client, Transport transport) {}
