package cn.twonets.api.openapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.api.testing.OpenApiDocument;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class GeneratedDocumentTest {
    private static OpenApiDocument document;

    @BeforeAll
    static void generate() {
        document = OpenApiDocument.of("ledger", "cn.twonets.api.web");
    }

    private static JsonNode at(String pointer) {
        JsonNode found = document.json().at(pointer);
        assertThat(found.isMissingNode()).as(pointer + " in " + document.json().toPrettyString()).isFalse();
        return found;
    }

    @Test
    void isOpenApi31WithTokens() {
        assertThat(at("/openapi").asString()).startsWith("3.1");
        assertThat(at("/components/securitySchemes/token/scheme").asString()).isEqualTo("bearer");
    }

    @Test
    void isValidByTheStandardsOwnSchema() {
        document.requireValid();
    }

    @Test
    void noticesThatNothingWasPromised() {
        assertThatThrownBy(document::requireKept).isInstanceOf(AssertionError.class)
                .hasMessageContaining("contracts.release");
    }

    @Test
    void saysWhatBodiesMustHave() {
        assertThat(at("/components/schemas/LedgerApplicationEntry/required").toString())
                .isEqualTo("[\"amount\",\"text\",\"urgency\"]");
        assertThat(at("/components/schemas/LedgerApplicationEntry/properties/about/type").asString())
                .isEqualTo("string");
        assertThat(at("/components/schemas/LedgerApplicationEntry/properties/urgency/enum")).isNotEmpty();
    }

    @Test
    void namesHeadersAndPages() {
        assertThat(at("/paths/~1api~1v1~1entries/post/parameters").toString())
                .contains("\"name\":\"Idempotency-Key\",\"required\":true").doesNotContain("Caller");
        assertThat(at("/paths/~1api~1v1~1entries~1{id}~1act/post/parameters").toString())
                .contains("\"name\":\"Idempotency-Key\",\"required\":false");
        assertThat(at("/paths/~1api~1v1~1entries~1{id}/put/parameters").toString())
                .contains("\"name\":\"If-Match\",\"required\":true");
        assertThat(at("/paths/~1api~1v1~1numbers/get/parameters").toString()).contains("\"limit\"", "\"cursor\"");
    }

    @Test
    void namesTheHeadersOfAnswers() {
        assertThat(at("/paths/~1api~1v1~1entries/post/responses/201/headers/Location/required").asBoolean()).isTrue();
        assertThat(at("/paths/~1api~1v1~1entries~1{id}/put/responses/200/headers/ETag/schema/type").asString())
                .isEqualTo("string");
        assertThat(at("/paths/~1api~1v1~1numbers/get/responses/200").has("headers")).isFalse();
    }

    @Test
    void saysHowErrorsLook() {
        assertThat(at("/paths/~1api~1v1~1me/get/responses/default/content/application~1problem+json/schema/$ref")
                .asString()).isEqualTo("#/components/schemas/Problem");
        assertThat(at("/components/schemas/Problem/properties/errors/items/$ref").asString())
                .isEqualTo("#/components/schemas/ProblemFieldError");
    }

    @Test
    void noticesThatNothingWasCommitted() {
        assertThatThrownBy(document::requireCommitted).isInstanceOf(AssertionError.class)
                .hasMessageContaining("openapi.write");
    }
}
