package cn.twonets.intake;

import cn.twonets.api.testing.OpenApiDocument;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {
    private static OpenApiDocument document;

    @BeforeAll
    static void generate() {
        document = OpenApiDocument.of("intake", "cn.twonets.intake", "cn.twonets.reconciliation",
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
}
