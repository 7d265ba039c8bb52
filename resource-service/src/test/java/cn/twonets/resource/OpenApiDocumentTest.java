package cn.twonets.resource;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.api.testing.OpenApiDocument;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {
    private static OpenApiDocument document;

    @BeforeAll
    static void generate() {
        document = OpenApiDocument.of("resource", "cn.twonets.resource", "cn.twonets.reconciliation",
                "cn.twonets.deadletters");
    }

    @Test
    void isCommittedAsTheRoutesAre() {
        document.requireCommitted();
    }

    @Test
    void isOpenApi31() {
        document.requireValid();
    }

    @Test
    void keepsWhatCallersWerePromised() {
        document.requireKept();
    }

    @Test
    void namesEveryPath() {
        assertThat(document.json().path("paths").propertyNames()).containsExactlyInAnyOrder(
                "/api/v1/providers", "/api/v1/providers/{id}", "/api/v1/providers/{id}/clerks",
                "/api/v1/providers/{id}/clerks/{post}", "/api/v1/providers/{id}/clerks/{post}/ending",
                "/api/v1/aid-services", "/api/v1/aid-services/{id}", "/api/v1/aid-services/{id}/capacity",
                "/api/v1/matches/{needId}", "/api/v1/referrals", "/api/v1/referrals/{id}",
                "/api/v1/referrals/{id}/timeline", "/api/v1/referrals/{id}/acceptance",
                "/api/v1/referrals/{id}/refusal", "/api/v1/referrals/{id}/delivery", "/api/v1/referral-acceptances",
                "/api/v1/referral-deliveries", "/api/v1/dead-letters", "/api/v1/dead-letters/{id}",
                "/api/v1/dead-letters/{id}/replay", "/api/v1/dead-letters/{id}/discard",
                "/api/v1/dead-letter-replays", "/api/v1/dead-letter-discards",
                "/internal/states", "/internal/states/{id}",
                "/api/v1/reconciliations/resource",
                "/api/v1/reconciliations/resource/latest", "/api/v1/reconciliations/resource/{id}");
    }
}
