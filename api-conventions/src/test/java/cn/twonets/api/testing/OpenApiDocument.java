package cn.twonets.api.testing;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.conditional.IfMatch;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.paging.PageRequest;
import cn.twonets.api.web.RequestCause;
import cn.twonets.contracts.OpenApiComparison;
import cn.twonets.contracts.ReleasedContract;
import cn.twonets.contracts.Validity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.objenesis.SpringObjenesis;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The OpenAPI document of a service as its controllers say it, generated from their routes and types alone: they are
 * made without their constructors, so that neither store nor broker is needed.
 *
 * <pre>
 * class OpenApiDocumentTest {
 *     private final OpenApiDocument document = OpenApiDocument.of("intake", "cn.twonets.intake");
 *
 *     &#64;Test
 *     void isCommittedAsTheRoutesAre() {
 *         document.requireCommitted();
 *     }
 * }
 * </pre>
 *
 * Run the test with {@code -Dopenapi.write=true} to write the document anew; then read the difference and commit it.
 */
public final class OpenApiDocument {
    private static final String WRITE = "openapi.write";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private final String service;
    private final String text;

    private OpenApiDocument(String service, String text) {
        this.service = service;
        this.text = text;
    }

    /**
     * Generates it.
     *
     * @param service its name, as in {@code spring.application.name}
     * @param basePackages below which its {@code @RestController}s are found
     */
    public static OpenApiDocument of(String service, String... basePackages) {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(Caller.class, RequestCause.class, ActKey.class, PageRequest.class,
                        IfMatch.class)
                .replaceWithClass(JsonNode.class, Object.class);
        SpringApplication application = new SpringApplication(OpenApiGeneration.class);
        application.addInitializers(controllers(basePackages));
        try (ConfigurableApplicationContext context = application.run(arguments(service))) {
            int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            JsonNode document = JSON.readTree(get("http://127.0.0.1:" + port + "/v3/api-docs"));
            List<String> clashes = context.getBean(WholeRecords.class).clashes();
            if (!clashes.isEmpty()) {
                throw new AssertionError(String.join("; ", clashes));
            }
            return new OpenApiDocument(service,
                    JSON.writeValueAsString(JSON.treeToValue(document, Object.class)) + "\n");
        }
    }

    /** The document, fields in alphabetical order. */
    public JsonNode json() {
        return JSON.readTree(text);
    }

    /** @throws AssertionError unless {@code src/main/resources/openapi/<service>.json} says the same */
    public void requireCommitted() {
        Path committed = Path.of("src", "main", "resources", "openapi", service + ".json");
        try {
            if (Boolean.getBoolean(WRITE)) {
                Files.createDirectories(committed.getParent());
                Files.writeString(committed, text);
            } else if (!Files.exists(committed) || !JSON.readTree(Files.readString(committed)).equals(json())) {
                throw new AssertionError(committed + " differs from the routes; run this test with -D" + WRITE
                        + "=true, read the difference and commit it");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws AssertionError unless it is OpenAPI 3.1 by the standard's own schema */
    public void requireValid() {
        List<String> faults = Validity.openApi31(json());
        if (!faults.isEmpty()) {
            throw new AssertionError("not OpenAPI 3.1:\n" + String.join("\n", faults));
        }
    }

    /** @throws AssertionError if it no longer keeps what was promised to callers; see {@link ReleasedContract} */
    public void requireKept() {
        ReleasedContract.of(service, new OpenApiComparison()).requireKept(json());
    }

    private static String[] arguments(String service) {
        List<String> foreign = new ArrayList<>();
        for (String name : ImportCandidates.load(AutoConfiguration.class, OpenApiDocument.class.getClassLoader())) {
            if (name.startsWith("cn.twonets.") && !name.startsWith("cn.twonets.api.")
                    && !name.startsWith("cn.twonets.transport.")) {
                foreign.add(name);
            }
        }
        return new String[]{
                "--spring.config.name=none", "--spring.main.banner-mode=off", "--spring.application.name=" + service,
                "--server.port=0", "--server.address=127.0.0.1",
                "--spring.autoconfigure.exclude=" + String.join(",", foreign),
                "--twonets.issuer.uri=http://127.0.0.1", "--twonets.issuer.jwks-uri=http://127.0.0.1/jwks",
                "--twonets.api.open-paths=/v3/**",
                "--springdoc.api-docs.version=openapi_3_1", "--springdoc.override-with-generic-response=false",
                "--springdoc.default-produces-media-type=application/json",
                "--springdoc.default-consumes-media-type=application/json"};
    }

    private static ApplicationContextInitializer<GenericApplicationContext> controllers(String... basePackages) {
        return context -> {
            ClassPathScanningCandidateComponentProvider scan = new ClassPathScanningCandidateComponentProvider(false);
            scan.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
            for (String basePackage : basePackages) {
                for (BeanDefinition found : scan.findCandidateComponents(basePackage)) {
                    Class<?> type = ClassUtils.resolveClassName(String.valueOf(found.getBeanClassName()),
                            OpenApiDocument.class.getClassLoader());
                    context.registerBeanDefinition(type.getName(), unconstructed(type));
                }
            }
        };
    }

    private static <T> RootBeanDefinition unconstructed(Class<T> type) {
        return new RootBeanDefinition(type, () -> new SpringObjenesis().newInstance(type));
    }

    private static String get(String uri) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(HttpRequest.newBuilder(URI.create(uri)).build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(uri + " answers " + answer.statusCode() + " " + answer.body());
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
