package cn.twonets.intake;

import cn.twonets.api.testing.OpenApiDocument;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {
    @Test
    void isCommittedAsTheRoutesAre() {
        OpenApiDocument.of("intake", "cn.twonets.intake", "cn.twonets.reconciliation", "cn.twonets.deadletters")
                .requireCommitted();
    }
}
