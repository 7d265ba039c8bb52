package cn.twonets.resource;

import cn.twonets.api.testing.OpenApiDocument;
import org.junit.jupiter.api.Test;

class OpenApiDocumentTest {
    @Test
    void isCommittedAsTheRoutesAre() {
        OpenApiDocument.of("resource", "cn.twonets.resource").requireCommitted();
    }
}
