package cn.twonets.gateway.limits;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many calls one instance of the door holds at once, whoever makes them. It bounds its memory: five thousand
 * waiting calls filled 190 MB.
 *
 * @param most calls under way at once, for all services together; one more is answered 503 at once
 */
@ConfigurationProperties("twonets.gateway.crowd")
public record CrowdSettings(@DefaultValue("1024") int most) {}
