package cn.twonets.gateway.documents;

import cn.twonets.api.problem.Refusal;
import cn.twonets.events.ChainAnchored;
import cn.twonets.events.EventFamily;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * What somebody who reads the topics must know: the AsyncAPI document, and the JSON Schema of each type at the address
 * that the header {@code ce_dataschema} names.
 */
@RestController
class EventDocumentsController {
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final MediaType SCHEMA = MediaType.parseMediaType("application/schema+json");

    private final Set<String> schemas = Stream.concat(
            Stream.of(ChainAnchored.DATA_SCHEMA),
            EventFamily.all().stream().flatMap(family -> family.types().stream()).map(EventFamily.Type::dataSchema))
            .collect(Collectors.toUnmodifiableSet());

    @GetMapping("/asyncapi.json")
    ResponseEntity<byte[]> document() throws IOException {
        return file("/asyncapi.json", MediaType.APPLICATION_JSON);
    }

    @GetMapping("/schemas/{name}")
    ResponseEntity<byte[]> schema(@PathVariable String name) throws IOException {
        String address = "/schemas/" + name;
        if (!schemas.contains(address)) {
            throw Refusal.notFound();
        }
        return file(address, SCHEMA);
    }

    private static ResponseEntity<byte[]> file(String name, MediaType type) throws IOException {
        return ResponseEntity.ok()
                .contentType(type)
                .cacheControl(CacheControl.maxAge(KEPT).cachePublic())
                .body(new ClassPathResource(name, EventFamily.class).getContentAsByteArray());
    }
}
