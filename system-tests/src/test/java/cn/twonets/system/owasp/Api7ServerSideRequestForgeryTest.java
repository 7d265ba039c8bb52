package cn.twonets.system.owasp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.system.kit.County;
import cn.twonets.system.kit.RawCall;
import cn.twonets.system.owasp.Wire.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * API7:2023. An address of the caller's own, in every place that could hold one, is never called. Tokens that name where
 * their keys are belong to API2, answers that send the product elsewhere to API10.
 */
@ExtendWith(OneSite.class)
class Api7ServerSideRequestForgeryTest {
    private final Site site;
    private Listener listener;

    Api7ServerSideRequestForgeryTest(Site site) {
        this.site = site;
    }

    @BeforeEach
    void listen() {
        listener = new Listener();
    }

    @AfterEach
    void stop() {
        listener.close();
    }

    @Test
    void wouldNoticeACall() throws Exception {
        assertThat(RawCall.to(URI.create(listener.uri()), "/").send().status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(60)).until(() -> listener.calls() == 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "X-Forwarded-Host", "X-Forwarded-For", "X-Forwarded-Server", "Forwarded",
            "X-Real-IP",
            "X-Host", "X-Original-Host", "X-Original-URL", "X-Callback-URL", "Callback", "Referer", "Origin", "From",
            "Destination", "Link", "X-Wap-Profile", "True-Client-IP", "Client-IP", "X-Forwarded-Proto", "Via",
            "tracestate",
            "baggage", "X-B3-TraceId", "CF-Connecting-IP", "Contact", "Alt-Used", "Service-Worker", "Prefer"})
    void callsNoAddressFromAHeader(String name) {
        String address = listener.uri();
        String value = name.equals("Host")
                ? address.substring("http://".length())
                : name.equals("Forwarded")
                        ? "for=" + address + ";host=" + address.substring(7) + ";proto=http"
                        : address + "/x";
        for (URI root : site.services().values()) {
            Wire call = name.equals("Host")
                    ? Wire.line(root, "GET /api/v1/needs HTTP/1.1")
                    : Wire.get(root, "/api/v1/needs");
            Reply reply = call.as(site.member()).header(name, value).send();
            assertThat(reply.status()).as(reply.body()).isIn(200, 400, 403, 404);
            assertThat(reply.header("Location")).doesNotContain(address.substring(7));
        }
        assertThat(site.get(site.member(), "/api/v1/needs").status()).isEqualTo(200);
        assertThat(listener.calls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET LISTENER/api/v1/needs HTTP/1.1", "CONNECT PLACE HTTP/1.1",
            "GET //PLACE/api/v1/needs HTTP/1.1",
            "GET /api/v1/needs/@PLACE HTTP/1.1", "GET /\\PLACE/ HTTP/1.1", "GET /api/v1/needs?url=LISTENER HTTP/1.1",
            "GET /problems/LISTENER HTTP/1.1", "GET /schemas/LISTENER HTTP/1.1", "GET /docs?url=LISTENER HTTP/1.1",
            "GET /docs?configUrl=LISTENER HTTP/1.1", "GET /openapi.json?server=LISTENER HTTP/1.1",
            "GET /api/v1/dead-letters?consumer=LISTENER HTTP/1.1", "GET /api/v1/dead-letters?topic=//PLACE/x HTTP/1.1",
            "GET /api/v1/dead-letters/intake:@PLACE/ HTTP/1.1",
            "GET /api/v1/dead-letters/intake:..%2f..%2f@PLACE HTTP/1.1",
            "GET /api/v1/reconciliations/LISTENER HTTP/1.1", "GET /api/v1/reconciliations/intake@PLACE HTTP/1.1"})
    void callsNoAddressFromARequestLine(String line) {
        String place = listener.uri().substring("http://".length());
        for (String token : List.of(site.member(), site.token(Site.OPERATOR))) {
            Reply reply = Wire.line(site.door(), line.replace("LISTENER", listener.uri()).replace("PLACE", place))
                    .header("Host", site.door().getAuthority()).as(token).send();
            assertThat(reply.status()).as(line + " " + reply.body()).isBetween(200, 501).isNotEqualTo(500);
        }
        assertThat(listener.calls()).isZero();
        assertThat(site.get(site.member(), "/api/v1/needs").status()).isEqualTo(200);
    }

    @Test
    void callsNoAddressFromABody() {
        String address = listener.uri() + "/x";
        String household = site.householdOf(site.member(), Site.VILLAGE);
        String whole = Site.need(household, "dispute");
        Reply need = site.post(site.member(), "/api/v1/needs", whole.substring(0, whole.length() - 1)
                + ",\"description\":\"" + address + " <img src='" + address + "'> ${jndi:ldap://" + address.substring(7)
                + "} #{T(java.net.URI).create('" + address + "')}\"}");
        assertThat(need.status()).as(need.body()).isEqualTo(201);
        Map<String, String> bodies = Map.of(
                "/api/v1/needs",
                "{\"household\":\"" + address + "\",\"category\":\"dispute\",\"basis\":{\"kind\":\"DUTY\"}}",
                "/api/v1/households", "{\"unit\":\"" + address + "\",\"personal\":{\"name\":\"样例户\"},\"facts\":{}}",
                "/api/v1/route-previews", "{\"unit\":\"" + Site.VILLAGE + "\",\"category\":\"" + address + "\"}",
                "/api/v1/need-batches", "{\"items\":[{\"id\":\"" + address + "\",\"callback\":\"" + address + "\"}]}");
        bodies.forEach((path, body) -> {
            Reply reply = site.post(site.member(), path, body);
            assertThat(reply.status()).as(path + " " + reply.body()).isIn(200, 400, 422);
        });
        for (String field : new String[]{"callback", "callbackUrl", "webhook", "url", "href", "$ref", "xmlns"}) {
            Reply reply = site.post(site.member(), "/api/v1/needs",
                    Site.need(household, "dispute").replaceFirst("\\{",
                            "{\"" + java.util.regex.Matcher.quoteReplacement(field)
                                    + "\":\"" + address + "\","));
            assertThat(reply.status()).as(field + " " + reply.body()).isEqualTo(400);
        }
        Reply imported = Wire.to(site.door(), "POST", "/api/v1/grid-imports?mode=preview").as(site.token(Site.OFFICE))
                .keyed()
                .body("text/csv", ("code,name,level,parent\n" + address + ",=WEBSERVICE(\"" + address + "\"),CITY,\n")
                        .getBytes())
                .send();
        assertThat(imported.status()).as(imported.body()).isIn(200, 422);
        assertThat(listener.calls()).isZero();
    }

    /** What a department names as evidence stays with the department: a reference, never an address to follow. */
    @Test
    void takesNoAddressForEvidence() {
        String referral = site.offered(site.service(1));
        String path = "/api/v1/referrals/" + referral;
        County.ok(site.county.post(Site.CLERK, path + "/acceptance", Map.of()));
        for (String address : new String[]{listener.uri() + "/x", "//127.0.0.1/x", "file:///etc/passwd",
                "ftp://127.0.0.1/x",
                "javascript:alert(1)//x"}) {
            Reply reply = site.post(site.token(Site.CLERK), path + "/delivery", "{\"evidence\":\"" + address + "\"}");
            assertThat(reply.status()).as(address + " " + reply.body()).isEqualTo(422);
            assertThat(reply.faults()).isEqualTo("/evidence not-a-reference;");
        }
        Reply good = site.post(site.token(Site.CLERK), path + "/delivery", "{\"evidence\":\"housing/2026:17\"}");
        assertThat(good.status()).as(good.body()).isEqualTo(200);
        assertThat(listener.calls()).isZero();
    }
}
