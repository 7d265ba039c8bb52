package cn.twonets.standalone.issuer;

import cn.twonets.events.PostId;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Makes signed tokens (RFC 9068 claims) for posts and for the product's own services. Tokens keep real time. */
public final class LocalTokens {
    static final String AUDIENCE = "twonets";

    private final SigningKey key;
    private final URI issuer;
    private final Clock clock;

    /** @param clock real time, never the virtual clock of the product */
    public LocalTokens(SigningKey key, URI issuer, Clock clock) {
        this.key = key;
        this.issuer = issuer;
        this.clock = clock;
    }

    /**
     * A token for whoever holds the post.
     *
     * @throws cn.twonets.standalone.place.Refused if that is not a post
     */
    public String forPost(PostId post, Duration lasting) {
        return signed(post.value(), PostRoles.of(post), lasting);
    }

    /** A token for a service of the product. */
    String forService(String client, List<String> roles, Duration lasting) {
        return signed(client, roles, lasting);
    }

    private String signed(String subject, List<String> roles, Duration lasting) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer.toString())
                .audience(AUDIENCE)
                .subject(subject)
                .claim("client_id", subject)
                .claim("roles", roles)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(lasting)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        RSAKey present = key.key();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .type(JOSEObjectType.JWT)
                        .keyID(present.getKeyID())
                        .build(),
                claims);
        try {
            token.sign(new RSASSASigner(present));
        } catch (JOSEException e) {
            throw new IllegalStateException("the local signing key does not sign", e);
        }
        return token.serialize();
    }
}
