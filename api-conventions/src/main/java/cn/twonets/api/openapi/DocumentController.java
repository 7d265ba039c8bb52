package cn.twonets.api.openapi;

import cn.twonets.api.problem.Refusal;
import java.io.IOException;
import java.time.Duration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Serves {@code /openapi/<service>.json} as it was committed. */
@Controller
final class DocumentController {
    private final ClassPathResource document;

    DocumentController(String service) {
        document = new ClassPathResource("openapi/" + service + ".json");
    }

    @GetMapping("/openapi/${spring.application.name}.json")
    ResponseEntity<byte[]> document() throws IOException {
        if (!document.exists()) {
            throw Refusal.notFound();
        }
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .cacheControl(CacheControl.maxAge(Duration.ofMinutes(1)).cachePublic())
                .body(document.getContentAsByteArray());
    }
}
