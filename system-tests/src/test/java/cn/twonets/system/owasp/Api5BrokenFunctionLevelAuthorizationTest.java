package cn.twonets.system.owasp;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.system.owasp.Wire.Reply;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * API5:2023. {@code AccessTest} tries every role at every route; here the routes are approached from the side: in other
 * spellings, by other methods, through headers that other products heed, and past the door.
 */
@ExtendWith(OneSite.class)
class Api5BrokenFunctionLevelAuthorizationTest {
    private static final String LETTERS = "/api/v1/dead-letters";

    private final Site site;

    Api5BrokenFunctionLevelAuthorizationTest(Site site) {
        this.site = site;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/dead-letters", "/api/v1/dead-letters/", "/api/v1/dead-letters//",
            "//api/v1/dead-letters",
            "/api//v1/dead-letters", "/api/v1//dead-letters", "/api/v1/./dead-letters", "/api/v1/needs/../dead-letters",
            "/api/v1/needs/%2e%2e/dead-letters", "/api/v1/needs/..%2fdead-letters",
            "/api/v1/needs/%2e%2e%2fdead-letters",
            "/api/v1/needs/..;/dead-letters", "/api/v1/needs;/../dead-letters", "/api/v1/dead-letters;x=1",
            "/api/v1/dead-letters%3bx=1", "/API/V1/DEAD-LETTERS", "/api/v1/Dead-Letters", "/api/v1/dead-letters.json",
            "/api/v1/dead-letters%20", "/api/v1/dead-letters%00", "/api/v1/dead-letters%0a", "/api/v1/%64ead-letters",
            "/api/v1/dead%2dletters", "/api/v1/dead-letters%2f", "/api/v1/dead-letters%252f", "/api/v1/dead-letters?x",
            "/api/v1/dead-letters#x", "/api\\v1\\dead-letters", "/api/v1/dead-letters/.",
            "/./api/v1/dead-letters", "/api/v1/x/%252e%252e/dead-letters", "/api/v1/dead-letters/%2e",
            "api/v1/dead-letters",
            "http://127.0.0.1/api/v1/dead-letters", "/api/v1/dead-letters/..%5c..%5cinternal%5cfacts"})
    void opensInNoSpellingWhatTheRoleIsNotFor(String spelling) {
        for (String token : List.of(site.member(), site.token(Site.SUPERVISOR), site.token(Site.OFFICE))) {
            Reply reply = site.get(token, spelling);
            assertThat(reply.status()).as(spelling + " " + reply.body()).isIn(400, 403, 404);
            assertThat(reply.body()).doesNotContain("\"items\"");
        }
        assertThat(site.get(site.token(Site.OPERATOR), LETTERS).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/internal/facts", "/internal/states?topic=twonets.needs.v1", "//internal/facts",
            "/api/v1/../../internal/facts", "/api/v1/needs/..;/..;/..;/internal/facts", "/%69nternal/facts",
            "/INTERNAL/facts",
            "/internal;x/facts", "/api/../internal/facts", "/api/v1/%2e%2e/%2e%2e/internal/facts"})
    void showsThePeopleNothingThatServicesTellEachOther(String path) {
        for (String token : List.of(site.member(), site.token(Site.OPERATOR), site.token(Site.OFFICE))) {
            for (URI root : site.services().values()) {
                Reply got = Wire.get(root, path).as(token).send();
                assertThat(got.status()).as(root + path + " " + got.body()).isIn(400, 403, 404, 405);
                Reply posted = Wire.to(root, "POST", path).as(token).json("{\"needs\":[\"x\"],\"facts\":[\"members\"]}")
                        .send();
                assertThat(posted.status()).as(root + path + " " + posted.body()).isIn(400, 403, 404, 405);
            }
        }
        String service = site.tokens.of("resource-service", List.of("service", "household-facts"));
        assertThat(Wire.get(site.product.ports().intakeUri(), "/internal/states?topic=twonets.needs.v1&limit=1")
                .as(service).send().status()).isEqualTo(200);
        assertThat(Wire.get(site.door(), "/internal/states?topic=twonets.needs.v1&limit=1").as(service).send().status())
                .as("nor anybody through the door").isIn(403, 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-HTTP-Method-Override: POST", "X-HTTP-Method: POST", "X-Method-Override: POST",
            "X-Original-URL: /api/v1/dead-letters", "X-Rewrite-URL: /api/v1/dead-letters", "X-Original-Method: POST",
            "X-Forwarded-Prefix: /api/v1/dead-letters", "X-Forwarded-Uri: /api/v1/dead-letters",
            "X-Forwarded-Path: /internal", "X-Roles: operator", "X-User: operator:411082",
            "X-Forwarded-User: operator:411082",
            "X-Internal-Role: operator", "Remote-User: operator:411082", "X-Custom-IP-Authorization: 127.0.0.1"})
    void obeysNoHeaderThatOtherProductsObey(String header) {
        String household = site.householdOf(site.member(), Site.VILLAGE);
        String name = header.substring(0, header.indexOf(':'));
        String value = header.substring(header.indexOf(':') + 2);
        for (URI root : List.of(site.door(), site.product.ports().intakeUri())) {
            Reply read = Wire.get(root, "/api/v1/needs?_method=POST&household=" + household).as(site.member()).keyed()
                    .header(name, value).json(Site.need(household, "dispute")).send();
            assertThat(read.status()).as(read.body()).isEqualTo(200);
            assertThat(read.json().path("items")).as("still a question about needs, and nothing was made").isEmpty();
        }
        Reply letters = Wire.get(site.door(), LETTERS).as(site.member()).header(name, value).send();
        assertThat(letters.status()).as(letters.body()).isEqualTo(403);
        assertThat(site.get(site.token(Site.OPERATOR), LETTERS).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "MERGE", "get", "Post", "DEBUG"})
    void knowsNoMethodThatIsNotServed(String method) {
        String household = site.householdOf(site.member(), Site.VILLAGE);
        String need = site.reported(site.member(), household, "dispute");
        for (String path : new String[]{"/api/v1/needs", "/api/v1/need-batches",
                "/api/v1/needs/" + need + "/withdrawal"}) {
            Reply reply = Wire.to(site.door(), method, path).as(site.leader()).keyed().header("If-Match", "*")
                    .json("{\"reason\":\"reported-twice\"}").send();
            assertThat(reply.status()).as(method + " " + path + " " + reply.body()).isIn(400, 403, 404, 405, 501);
            assertThat(reply.body()).as("nothing is echoed").doesNotContain("Authorization", "reported-twice");
        }
        Reply read = site.get(site.member(), "/api/v1/needs/" + need);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.json().path("withdrawn").asBoolean(true)).isFalse();
    }
}
