package cn.twonets.standalone.issuer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.events.PostId;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Refused;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtDecoders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LocalIssuerTests {
    @TempDir
    static Path parent;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static DataFolder folder;
    private static URI address;
    private static LocalTokens tokens;
    private static LocalIssuer issuer;

    @BeforeAll
    static void start() throws Exception {
        folder = DataFolder.at(parent.resolve("data")).create();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
        SigningKey key = SigningKey.of(folder);
        tokens = new LocalTokens(key, address, Clock.systemUTC());
        issuer = LocalIssuer.start(address, key, tokens, ClientSecrets.of(folder), null);
    }

    @AfterAll
    static void stop() {
        issuer.close();
    }

    @Test
    void makesTokensThatSpringSecurityAccepts() {
        JwtDecoder decoder = JwtDecoders.fromIssuerLocation(address.toString());
        Jwt token = decoder.decode(tokens.forPost(new PostId("village-leader:411082110213"), Duration.ofMinutes(5)));

        assertThat(token.getSubject()).isEqualTo("village-leader:411082110213");
        assertThat(token.getAudience()).containsExactly("twonets");
        assertThat(token.getClaimAsStringList("roles")).containsExactly("grid-leader", "grid-member");
    }

    @Test
    void makesTokensThatExpireInRealTime() {
        Clock yesterday = Clock.fixed(Instant.now(Clock.systemUTC()).minus(Duration.ofDays(1)), ZoneOffset.UTC);
        String old = new LocalTokens(SigningKey.of(folder), address, yesterday)
                .forPost(new PostId("operator:411082"), Duration.ofHours(1));
        JwtDecoder decoder = JwtDecoders.fromIssuerLocation(address.toString());

        assertThatThrownBy(() -> decoder.decode(old)).isInstanceOf(BadJwtException.class)
                .hasMessageContaining("expired");
    }

    @Test
    void makesNoTokenThatAnotherFolderAccepts() {
        DataFolder other = DataFolder.at(parent.resolve("other")).create();
        String foreign = new LocalTokens(SigningKey.of(other), address, Clock.systemUTC())
                .forPost(new PostId("operator:411082"), Duration.ofHours(1));
        JwtDecoder decoder = JwtDecoders.fromIssuerLocation(address.toString());

        assertThatThrownBy(() -> decoder.decode(foreign)).isInstanceOf(BadJwtException.class);
    }

    @Test
    void keepsItsKey() {
        String token = tokens.forPost(new PostId("operator:411082"), Duration.ofHours(1));
        String kept = new LocalTokens(SigningKey.of(folder), address, Clock.systemUTC())
                .forPost(new PostId("operator:411082"), Duration.ofHours(1));

        assertThat(header(kept)).isEqualTo(header(token));
    }

    @Test
    void goesFromOneKeyToTheNextAndForgetsTheOneBeforeThat() {
        PostId post = new PostId("operator:411082");
        String first = tokens.forPost(post, Duration.ofHours(1));

        SigningKey.of(folder).renew();
        String second = tokens.forPost(post, Duration.ofHours(1));
        JwtDecoder decoder = JwtDecoders.fromIssuerLocation(address.toString());
        assertThat(header(second)).isNotEqualTo(header(first));
        assertThat(decoder.decode(first).getSubject()).isEqualTo(post.value());
        assertThat(decoder.decode(second).getSubject()).isEqualTo(post.value());

        SigningKey.of(folder).renew();
        JwtDecoder later = JwtDecoders.fromIssuerLocation(address.toString());
        assertThat(later.decode(second).getSubject()).isEqualTo(post.value());
        assertThatThrownBy(() -> later.decode(first)).isInstanceOf(BadJwtException.class);
    }

    @ParameterizedTest
    @CsvSource({
            "group-member:411082110213-G05, grid-member",
            "village-member:411082110213.2, grid-member",
            "area-leader:411082110-A03, grid-leader",
            "town-deputy:411082110, grid-leader",
            "department:housing-bureau, department",
            "assistance-office:411082, assistance-office",
            "supervisor:411082, supervisor",
            "operator:411082, operator"})
    void knowsTheRoleOfAPost(String post, String role) {
        assertThat(PostRoles.of(new PostId(post))).contains(role);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mayor:411082", "village-leader", "household-facts:resource", "village-leader:"})
    void refusesWhatIsNoPost(String text) {
        assertThatThrownBy(() -> PostRoles.of(new PostId(text))).isInstanceOf(Refused.class)
                .hasMessageContaining("is not a post");
    }

    @ParameterizedTest
    @CsvSource({"intake-service, service", "dispatch-service, service", "resource-service, household-facts service"})
    void givesEachServiceATokenForItsOwnRolesAlone(String client, String roles) throws Exception {
        String secret = Files.readString(folder.clientSecret(client)).strip();
        HttpResponse<String> answer = askFor("grant_type=client_credentials", client, secret);
        JsonNode body = new JsonMapper().readTree(answer.body());
        Jwt token = JwtDecoders.<JwtDecoder>fromIssuerLocation(address.toString())
                .decode(body.path("access_token").asString(""));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(body.path("token_type").asString("")).isEqualTo("Bearer");
        assertThat(token.getSubject()).isEqualTo(client);
        assertThat(token.getClaimAsStringList("roles")).containsExactly(roles.split(" "));
    }

    @ParameterizedTest
    @CsvSource({
            "grant_type=client_credentials, resource-service, wrong, 401, invalid_client",
            "grant_type=client_credentials, somebody, right, 401, invalid_client",
            "grant_type=client_credentials, intake-service, right, 401, invalid_client",
            "grant_type=password&username=a, resource-service, right, 400, unsupported_grant_type",
            "scope=all, resource-service, right, 400, invalid_request",
            "grant_type=%zz, resource-service, right, 400, invalid_request"})
    void refusesOtherAskers(String form, String client, String secret, int status, String error) throws Exception {
        String right = Files.readString(folder.clientSecret("resource-service")).strip();
        HttpResponse<String> answer = askFor(form, client, "right".equals(secret) ? right : secret);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(error).doesNotContain("access_token");
    }

    private HttpResponse<String> askFor(String form, String client, String secret) throws Exception {
        String basic = Base64.getEncoder().encodeToString((client + ":" + secret).getBytes());
        return HTTP.send(
                HttpRequest.newBuilder(address.resolve("/token"))
                        .header("Authorization", "Basic " + basic)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static String header(String token) {
        return token.substring(0, token.indexOf('.'));
    }
}
