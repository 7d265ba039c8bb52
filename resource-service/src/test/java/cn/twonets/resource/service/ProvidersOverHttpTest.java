package cn.twonets.resource.service;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.resource.testing.OneResource;
import cn.twonets.resource.testing.RunningResource;
import cn.twonets.resource.testing.RunningResource.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a county gets its departments, on the running service. */
@ExtendWith(OneResource.class)
class ProvidersOverHttpTest {
    private static final String PATH = "/api/v1/providers";
    private static final String OFFICE = "assistance-office:411082";
    private static final String SERVICES = "/api/v1/aid-services";

    private final RunningResource resource;

    ProvidersOverHttpTest(RunningResource resource) {
        this.resource = resource;
    }

    private RunningResource.Call office(String method, String path) {
        return resource.as(OFFICE, "assistance-office", method, path);
    }

    private Answer register(String key, String id) {
        return office("POST", PATH).header("Idempotency-Key", key)
                .json("{\"id\":\"%s\",\"name\":\"样例医院\",\"kind\":\"HOSPITAL\"}".formatted(id)).send();
    }

    private Answer name(String key, String provider, String post) {
        return office("POST", PATH + "/" + provider + "/clerks").header("Idempotency-Key", key)
                .json("{\"post\":\"%s\"}".formatted(post)).send();
    }

    private Answer publish(String post, String key) {
        return resource.as(post, "department", "POST", SERVICES).header("Idempotency-Key", key).json("""
                {"name":"义诊","kinds":["CHARITY"],"areas":["411082101"],"period":"YEAR","units":1}""").send();
    }

    @Test
    void takesAProviderFromItsRegistrationToTheEndOfItsClerk() {
        Answer registered = register("life", "people-hospital");
        assertThat(registered.status()).isEqualTo(201);
        assertThat(registered.header("Location")).isEqualTo(PATH + "/people-hospital");
        assertThat(registered.header("ETag")).isEqualTo("\"1\"");
        String clerk = "department:people-hospital";
        assertThat(publish(clerk, "life-0").status()).as("before it is named").isEqualTo(404);

        Answer named = name("life-1", "people-hospital", clerk);
        assertThat(named.status()).isEqualTo(201);
        assertThat(named.text("/since")).isNotEmpty();
        assertThat(named.json().has("until")).isFalse();
        Answer published = publish(clerk, "life-2");
        assertThat(published.status()).isEqualTo(201);
        assertThat(published.text("/provider")).isEqualTo("people-hospital");
        String service = published.header("Location");
        String capacity = service + "/capacity";
        assertThat(resource.as(clerk, "department", "GET", capacity).send().status()).isEqualTo(200);
        assertThat(resource.as(clerk, "department", "GET", service).send().status()).isEqualTo(200);
        assertThat(resource.as(clerk, "department", "GET", "/api/v1/referrals").send().status()).isEqualTo(200);

        Answer ended = office("POST", named.header("Location") + "/ending").header("If-Match", named.header("ETag"))
                .send();
        assertThat(ended.status()).isEqualTo(200);
        assertThat(ended.text("/until")).isNotEmpty();

        assertThat(publish(clerk, "life-2").status()).as("by the old key").isEqualTo(404);
        assertThat(publish(clerk, "life-3").status()).isEqualTo(404);
        assertThat(resource.as(clerk, "department", "GET", capacity).send().status()).isEqualTo(404);
        assertThat(resource.as(clerk, "department", "PUT", capacity).header("If-Match", "\"1\"")
                .json("{\"units\":0}").send().status()).isEqualTo(404);
        assertThat(resource.as(clerk, "department", "GET", "/api/v1/referrals").send().status()).isEqualTo(404);
        assertThat(resource.as(clerk, "department", "GET", service).send().status()).isEqualTo(404);
        assertThat(resource.as(clerk, "department", "GET", SERVICES).send().json().path("items").size()).isZero();

        assertThat(name("life-4", "people-hospital", clerk).status()).isEqualTo(201);
        assertThat(publish(clerk, "life-2").text("/id")).isEqualTo(published.text("/id"));
    }

    @Test
    void answersARepeatedActWithTheSameAndRefusesItsKeyForAnother() {
        assertThat(register("again", "repeated").text("/version")).isEqualTo("1");
        assertThat(register("again", "repeated").status()).isEqualTo(201);
        assertThat(register("again", "repeated-2").text("/type")).isEqualTo("/problems/idempotency-key-reused");
        Answer taken = register("another", "repeated");
        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.text("/type")).isEqualTo("/problems/provider-exists");

        Answer named = name("again-n", "repeated", "department:repeated");
        assertThat(name("again-n", "repeated", "department:repeated").response().body())
                .isEqualTo(named.response().body());
        assertThat(name("again-n", "repeated", "department:repeated-2").text("/type"))
                .isEqualTo("/problems/idempotency-key-reused");
        String ending = named.header("Location") + "/ending";
        Answer first = office("POST", ending).header("Idempotency-Key", "again-e").header("If-Match", "\"1\"").send();
        Answer second = office("POST", ending).header("Idempotency-Key", "again-e").header("If-Match", "\"1\"").send();
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.response().body()).isEqualTo(first.response().body());
        assertThat(office("POST", PATH).json("{\"id\":\"x\",\"name\":\"x\",\"kind\":\"OTHER\"}").send().text("/type"))
                .isEqualTo("/problems/idempotency-key-missing");
    }

    @Test
    void changesOnlyWhatTheCallerSaw() {
        String path = register("seen", "seen").header("Location");
        assertThat(office("PATCH", path).json("{\"name\":\"县医院\"}").send().status()).isEqualTo(428);
        Answer changed = office("PATCH", path).header("If-Match", "\"1\"").json("{\"name\":\" 县医院 \"}").send();
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text("/name")).isEqualTo("县医院");
        assertThat(changed.text("/kind")).isEqualTo("HOSPITAL");
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        assertThat(office("PATCH", path).header("If-Match", "\"1\"").json("{\"kind\":\"OTHER\"}").send().text("/type"))
                .isEqualTo("/problems/version-stale");
        String clerk = name("seen-n", "seen", "department:seen").header("Location");
        assertThat(office("POST", clerk + "/ending").header("If-Match", "\"9\"").send().status()).isEqualTo(412);
        assertThat(office("GET", clerk).send().json().has("until")).isFalse();
        assertThat(office("GET", clerk).header("If-None-Match", "\"1\"").send().status()).isEqualTo(304);
    }

    @Test
    void listsProvidersAndClerksInPages() {
        Answer first = office("GET", PATH + "?limit=5").send();
        assertThat(first.json().path("items").size()).isEqualTo(5);
        Answer second = office("GET", PATH + "?limit=5&cursor=" + first.text("/nextCursor")).send();
        assertThat(second.text("/items/0/id")).isGreaterThan(first.text("/items/4/id"));
        assertThat(office("GET", PATH + "/rural-bank").send().text("/kind")).isEqualTo("BANK");
        Answer clerks = office("GET", PATH + "/rural-bank/clerks").send();
        assertThat(clerks.json().path("items").size()).isEqualTo(1);
        assertThat(clerks.text("/items/0/post")).isEqualTo("department:rural-bank");
    }

    @ParameterizedTest(name = "{0}: {1} {2} {3}")
    @CsvSource(delimiter = '|', value = {
            "{\"id\":\"a b\",\"name\":\"x\",\"kind\":\"BANK\"} | 400 | /id | invalid-value",
            "{\"id\":\"a\",\"name\":\"x\",\"kind\":\"SHOP\"} | 400 | /kind | unknown-value",
            "{\"id\":\"a\",\"name\":\"x\"} | 400 | /kind | missing",
            "{\"id\":\"a\",\"name\":\"  \",\"kind\":\"BANK\"} | 422 | /name | not-an-organization-name",
            "{\"id\":\"a\",\"name\":\"x\\ny\",\"kind\":\"BANK\"} | 422 | /name | not-an-organization-name",
            "{\"id\":\"a\",\"name\":\"样例 13800000000\",\"kind\":\"BANK\"} | 422 | /name | personal-number",
            "{\"id\":\"p13800000000\",\"name\":\"x\",\"kind\":\"BANK\"} | 422 | /id | personal-number",
            "{\"id\":\"11010119900101123X\",\"name\":\"x\",\"kind\":\"BANK\"} | 422 | /id | personal-number"})
    void namesWhatIsWrongWithARegistration(String body, int status, String pointer, String code) {
        Answer answer = office("POST", PATH).header("Idempotency-Key", "wrong").json(body).send();

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(answer.text("/errors/0/code")).isEqualTo(code);
        assertThat(answer.text("/errors/0/message")).isNotBlank().isNotEqualTo(code);
    }

    @Test
    void takesTheUnifiedCodeOfAnOrganization() {
        assertThat(register("unified", "12410000415800000X").status()).isEqualTo(201);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource({"张三, 400, invalid-value", "department:13800000000, 422, personal-number",
            OFFICE + ", 422, own-post", "department:housing-bureau, 422, acts-for-another"})
    void namesWhatIsWrongWithAClerk(String post, int status, String code) {
        Answer answer = name("wrong", "rural-bank", post);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo("/post");
        assertThat(answer.text("/errors/0/code")).isEqualTo(code);
    }

    @Test
    void saysItInTheCallersLanguage() {
        String body = "{\"id\":\"rural-bank\",\"name\":\"x\",\"kind\":\"BANK\"}";
        assertThat(office("POST", PATH).header("Idempotency-Key", "zh").json(body).send().text("/title"))
                .isEqualTo("该编号已属于另一提供单位");
        assertThat(office("POST", PATH).header("Idempotency-Key", "en").header("Accept-Language", "en").json(body)
                .send().text("/title")).isEqualTo("This code belongs to another provider");
    }

    @ParameterizedTest
    @ValueSource(strings = {"grid-leader", "department", "operator"})
    void isForTheOfficesOfTheCountyOnly(String role) {
        assertThat(resource.as(OFFICE, role, "GET", PATH).send().status()).isEqualTo(403);
        assertThat(resource.as(OFFICE, role, "POST", PATH + "/rural-bank/clerks").header("Idempotency-Key", "k")
                .json("{\"post\":\"department:rural-bank\"}").send().status()).isEqualTo(403);
    }

    @Test
    void showsSupervisionWhoActsAndLetsItChangeNothing() {
        assertThat(resource.as("supervisor:411082", "supervisor", "GET", PATH + "/rural-bank/clerks").send().status())
                .isEqualTo(200);
        assertThat(resource.as("supervisor:411082", "supervisor", "POST",
                PATH + "/rural-bank/clerks/department:rural-bank/ending").send().status()).isEqualTo(403);
    }

    /** An office without an appointment, or with one elsewhere only, is told nothing by what it asks or sends. */
    @ParameterizedTest
    @ValueSource(strings = {"assistance-office:nowhere", "town-leader:411082101"})
    void tellsNothingToAnOfficeThatDoesNotLookAfterTheCounty(String post) {
        assertThat(resource.as(post, "assistance-office", "GET", PATH).send().json().path("items").size()).isZero();
        for (String provider : new String[]{"rural-bank", "no-such-provider"}) {
            String path = PATH + "/" + provider;
            assertThat(resource.as(post, "assistance-office", "GET", path).send().status()).isEqualTo(404);
            assertThat(resource.as(post, "assistance-office", "GET", path + "/clerks").send().status()).isEqualTo(404);
            assertThat(resource.as(post, "assistance-office", "PATCH", path).header("If-Match", "*")
                    .json("{\"name\":\" \"}").send().status()).isEqualTo(404);
            assertThat(resource.as(post, "assistance-office", "POST", path + "/clerks").header("Idempotency-Key", "k")
                    .json("{\"post\":\"department:13800000000\"}").send().status()).isEqualTo(404);
            assertThat(resource.as(post, "assistance-office", "POST",
                    path + "/clerks/department:rural-bank/ending").send().status()).isEqualTo(404);
            assertThat(resource.as(post, "assistance-office", "POST", PATH).header("Idempotency-Key", "k")
                    .json("{\"id\":\"%s\",\"name\":\" \",\"kind\":\"BANK\"}".formatted(provider)).send().status())
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @CsvSource({"grid-leader, village-leader:ended", "supervisor, supervisor:ended",
            "assistance-office, assistance-office:ended", "department, department:nobody"})
    void showsNothingOnOfferToWhoeverHoldsNothing(String role, String post) {
        Answer list = resource.as(post, role, "GET", SERVICES).send();
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.json().path("items").size()).isZero();
        assertThat(list.json().has("nextCursor")).isFalse();
        assertThat(resource.as(post, role, "GET", SERVICES + "/family-doctor").send().status()).isEqualTo(404);
    }
}
