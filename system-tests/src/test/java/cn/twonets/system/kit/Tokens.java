package cn.twonets.system.kit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Tokens as the product's own issuer might sign them, for any post with any roles, and some that it never would. */
public final class Tokens {
    private static final long LASTING = 3_600;

    private final RSAKey key;
    private final String issuer;
    private final Clock clock = Clock.systemUTC();

    private Tokens(RSAKey key, String issuer) {
        this.key = key;
        this.issuer = issuer;
    }

    /** Signed with the key in the product's folder. */
    public static Tokens of(RunningProduct product) throws IOException {
        try {
            return new Tokens(
                    RSAKey.parse(Files.readString(product.data().resolve("issuer").resolve("signing-key.json"))),
                    product.ports().issuerUri().toString());
        } catch (ParseException e) {
            throw new IOException("the product's key is none", e);
        }
    }

    /** The same, signed with another key. */
    public Tokens with(RSAKey other) {
        return new Tokens(other, issuer);
    }

    public RSAKey key() {
        return key;
    }

    /** A good token. */
    public String of(String subject, List<String> roles) {
        return of(subject, roles, claims -> claims);
    }

    /** A token with some claims made otherwise. */
    public String of(String subject, List<String> roles, UnaryOperator<JWTClaimsSet.Builder> change) {
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                change.apply(claims(subject, roles)).build());
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    /** What a good token says. */
    public JWTClaimsSet.Builder claims(String subject, List<String> roles) {
        Instant now = clock.instant();
        return new JWTClaimsSet.Builder().issuer(issuer)
                .audience("twonets")
                .subject(subject)
                .claim("roles", roles)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(LASTING)))
                .jwtID(UUID.randomUUID().toString());
    }
}
