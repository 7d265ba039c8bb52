package cn.twonets.dispatch;

import cn.twonets.api.testing.OpenApiDocument;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {
    @Test
    void isCommittedAsTheRoutesAre() {
        OpenApiDocument.of("dispatch", "cn.twonets.dispatch", "cn.twonets.reconciliation", "cn.twonets.deadletters")
                .requireCommitted();
    }
}
