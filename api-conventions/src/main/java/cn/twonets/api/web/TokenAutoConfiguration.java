package cn.twonets.api.web;

import cn.twonets.api.caller.Role;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.transport.Transport;
import cn.twonets.transport.spring.TransportAutoConfiguration;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;

/** Tokens: checked by every service for itself, without sessions, without asking anybody at start. */
@AutoConfiguration(after = TransportAutoConfiguration.class, before = {ServletWebSecurityAutoConfiguration.class,
        OAuth2ResourceServerAutoConfiguration.class,
        UserDetailsServiceAutoConfiguration.class})
@EnableConfigurationProperties(IssuerSettings.class)
public class TokenAutoConfiguration {
    private static final Duration ISSUER_PATIENCE = Duration.ofSeconds(2);
    private static final Duration KEYS_KEPT_IN_OUTAGE = Duration.ofHours(4);
    private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(5);
    private static final int MOST_BYTES_OF_KEYS = 256 * 1024;
    private static final String[] PEOPLE = Role.PEOPLE.stream().map(Role::claim).toArray(String[]::new);
    private static final String[] OPEN = {Probes.ALIVE, Probes.READY, "/actuator/health", "/actuator/health/**",
            "/actuator/prometheus", "/openapi/**", "/problems", "/problems/**", "/error"};

    /**
     * Knows RS256 and ES256 only, so that neither {@code none} nor a shared secret is ever a signature. Keys are asked
     * for when the first token comes and kept for five minutes, for hours while the issuer is away; tokens that name
     * unknown keys make at most two further questions every few seconds, however many come.
     *
     * @throws MalformedURLException if the address of the keys is no URL
     */
    @Bean
    @ConditionalOnMissingBean
    JwtDecoder jwtDecoder(IssuerSettings issuer, Transport transport) throws MalformedURLException {
        int patience = (int) ISSUER_PATIENCE.toMillis();
        JWKSource<SecurityContext> keys = JWKSourceBuilder
                .create(transport.require("twonets.issuer.jwks-uri", URI.create(issuer.jwksUri())).toURL(),
                        new StraightRetriever(patience, patience, MOST_BYTES_OF_KEYS,
                                transport.context().map(SSLContext::getSocketFactory).orElse(null)))
                .cache(issuer.keysKept().toMillis(), ISSUER_PATIENCE.toMillis() * 2)
                .refreshAheadCache(false)
                .rateLimited(BETWEEN_QUESTIONS.toMillis())
                .outageTolerant(KEYS_KEPT_IN_OUTAGE.toMillis())
                .build();
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .build();
        decoder.setJwtValidator(token -> OAuth2TokenValidatorResult.success());
        return new RememberedTokens(decoder, new TokenRules(issuer, Clock.systemUTC()), Clock.systemUTC());
    }

    /** Keys are where the operator said, and nowhere else. */
    private static final class StraightRetriever extends DefaultResourceRetriever {
        StraightRetriever(int connectTimeout, int readTimeout, int mostBytes, @Nullable SSLSocketFactory sockets) {
            super(connectTimeout, readTimeout, mostBytes, true, sockets);
        }

        @Override
        protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
            HttpURLConnection connection = super.openHTTPConnection(url);
            connection.setInstanceFollowRedirects(false);
            return connection;
        }
    }

    /** Nobody reads timings of every filter of the token check, and there are a dozen, twice on every call. */
    @Bean
    @ConditionalOnMissingBean
    SecurityObservationSettings unobservedFilters() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    TokenProblems tokenProblems(ProblemWriter writer, ObjectProvider<TurnedAway> turnedAway) {
        return new TokenProblems(writer, turnedAway.getIfAvailable(() -> request -> Duration.ZERO));
    }

    /** Paths with tricks in them, such as encoded slashes, are refused before anything matches them. */
    @Bean
    RequestRejectedHandler rejectedPaths(ProblemWriter writer) {
        return (request, response, why) -> writer.write(Refusal.of(StandardProblem.INVALID_REQUEST), request, response);
    }

    @Bean
    @ConditionalOnMissingBean
    SecurityFilterChain tokens(HttpSecurity http, TokenProblems problems, ApiSettings settings) {
        return http
                .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(RequestCacheConfigurer::disable)
                .csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests
                        .dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC).permitAll()
                        .requestMatchers(OPEN).permitAll()
                        .requestMatchers(settings.openPaths().toArray(String[]::new)).permitAll()
                        .requestMatchers("/internal/**")
                        .hasAnyAuthority(Role.HOUSEHOLD_FACTS.claim(), Role.SERVICE.claim())
                        .requestMatchers("/actuator/**").hasAuthority(Role.OPERATOR.claim())
                        .requestMatchers("/api/**").hasAnyAuthority(PEOPLE)
                        .anyRequest().authenticated())
                .exceptionHandling(handling -> handling
                        .authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .oauth2ResourceServer(server -> server
                        .authenticationEntryPoint(problems)
                        .accessDeniedHandler(problems)
                        .jwt(jwt -> jwt.jwtAuthenticationConverter(CallerToken.converter()))
                        .withObjectPostProcessor(new ObjectPostProcessor<BearerTokenAuthenticationFilter>() {
                            @Override
                            public <O extends BearerTokenAuthenticationFilter> O postProcess(O filter) {
                                filter.setAuthenticationFailureHandler(problems);
                                return filter;
                            }
                        }))
                .build();
    }
}
