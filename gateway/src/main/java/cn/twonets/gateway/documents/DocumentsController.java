package cn.twonets.gateway.documents;

import cn.twonets.api.web.Probes;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** What a visitor without a token may read: where to look, the document, and the page to try it on. */
@RestController
class DocumentsController {
    private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

    private final Documents documents;

    DocumentsController(Documents documents) {
        this.documents = documents;
    }

    @GetMapping(path = "/", produces = MediaType.APPLICATION_JSON_VALUE)
    Map<String, String> signpost() {
        Map<String, String> signs = new LinkedHashMap<>();
        signs.put("product", "两网一键通 · Two Networks, One Key");
        signs.put("page", "/docs");
        signs.put("document", "/openapi.json");
        signs.put("events", "/asyncapi.json");
        signs.put("api", "/api/v1");
        signs.put("health", Probes.READY);
        return signs;
    }

    @GetMapping(path = "/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    ObjectNode document() {
        return documents.merged();
    }

    @GetMapping({"/docs", "/docs/"})
    ResponseEntity<byte[]> page() throws IOException {
        return ResponseEntity.ok().contentType(HTML)
                .body(new ClassPathResource("docs-page/index.html").getContentAsByteArray());
    }
}
