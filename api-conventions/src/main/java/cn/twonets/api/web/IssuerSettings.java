package cn.twonets.api.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose tokens count.
 *
 * @param uri the issuer, as it stands in {@code iss}
 * @param jwksUri where its keys are; asked when the first token comes, not at start
 * @param audience must stand in {@code aud}
 * @param tolerance by how much the issuer's clock may differ
 * @param keysKept for so long its keys count before they are asked for again: a key that the issuer withdrew is heeded
 *        a minute after that at the latest
 */
@ConfigurationProperties("twonets.issuer")
public record IssuerSettings(String uri, String jwksUri, @DefaultValue("twonets") String audience,
        @DefaultValue("30s") Duration tolerance, @DefaultValue("5m") Duration keysKept) {}
