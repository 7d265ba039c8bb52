package cn.twonets.api.testing;

import cn.twonets.api.conditional.IfMatch;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.idempotency.IdempotencyKeyRequired;
import cn.twonets.api.paging.PageRequest;
import cn.twonets.api.problem.Problem;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.MethodParameter;
import org.springframework.http.ResponseEntity;
import org.springframework.web.method.HandlerMethod;

/** Teaches the generator our conventions: headers, pages, problems, tokens, names. */
@SpringBootConfiguration
@EnableAutoConfiguration
class OpenApiGeneration {
    private static final Set<String> CHANGING = Set.of("PUT", "PATCH");
    private static final Set<String> READING = Set.of("GET");

    @Bean
    WholeRecords wholeRecords() {
        return new WholeRecords();
    }

    @Bean
    OperationCustomizer conventions() {
        return (operation, handler) -> {
            MethodSummary.of(handler.getMethod()).ifPresent(operation::setSummary);
            for (MethodParameter parameter : handler.getMethodParameters()) {
                add(operation, parameter, handler);
            }
            if (operation.getParameters() != null) {
                // stands in the security scheme
                operation.getParameters().removeIf(parameter -> "Authorization".equals(parameter.getName()));
            }
            answerHeaders(operation, handler);
            operation.getResponses().addApiResponse("default", new ApiResponse()
                    .description("A problem (RFC 9457); its type tells which")
                    .content(new Content().addMediaType("application/problem+json",
                            new MediaType().schema(new Schema<>().$ref("#/components/schemas/Problem")))));
            return operation;
        };
    }

    private static void add(Operation operation, MethodParameter parameter, HandlerMethod handler) {
        Class<?> type = parameter.getParameterType();
        if (type == ActKey.class) {
            operation.addParametersItem(header("Idempotency-Key", "Makes it safe to repeat the request",
                    parameter.hasParameterAnnotation(IdempotencyKeyRequired.class)));
        } else if (type == IfMatch.class) {
            operation.addParametersItem(header("If-Match", "The ETag of what you saw", is(handler, CHANGING)));
        } else if (type == PageRequest.class) {
            operation.addParametersItem(new Parameter().in("query").name("limit").required(false)
                    .schema(new IntegerSchema().minimum(BigDecimal.ONE)
                            .maximum(BigDecimal.valueOf(PageRequest.MOST))._default(PageRequest.DEFAULT_LIMIT)));
            operation.addParametersItem(new Parameter().in("query").name("cursor").required(false)
                    .description("nextCursor of the page before").schema(new StringSchema()));
        }
    }

    /**
     * Where a controller puts an answer together itself, that is for its headers: what is created tells where it is, and
     * what may be changed under a condition tells the tag for it.
     */
    private static void answerHeaders(Operation operation, HandlerMethod handler) {
        List<MethodParameter> parameters = List.of(handler.getMethodParameters());
        boolean creates = parameters.stream()
                .anyMatch(parameter -> parameter.hasParameterAnnotation(IdempotencyKeyRequired.class));
        boolean conditional = parameters.stream().anyMatch(parameter -> parameter.getParameterType() == IfMatch.class);
        boolean composed = handler.getMethod().getReturnType() == ResponseEntity.class;
        operation.getResponses().forEach((status, answer) -> {
            if (composed && creates) {
                answer.addHeaderObject("Location", header("Where it is"));
            } else if (composed && (conditional || is(handler, READING))) {
                answer.addHeaderObject("ETag", header("Names this version, for If-Match"));
            }
        });
    }

    private static Header header(String description) {
        return new Header().description(description).required(true).schema(new StringSchema());
    }

    private static boolean is(HandlerMethod handler, Set<String> methods) {
        return Arrays.stream(handler.getMethod().getAnnotations())
                .anyMatch(annotation -> methods.contains(annotation.annotationType().getSimpleName()
                        .replace("Mapping", "").toUpperCase(Locale.ROOT)));
    }

    private static Parameter header(String name, String description, boolean required) {
        return new Parameter().in("header").name(name).description(description).required(required)
                .schema(new StringSchema());
    }

    @Bean
    OpenApiCustomizer frame(@Value("${spring.application.name}") String service) {
        return document -> {
            document.info(new Info().title("Two Networks, One Key: " + service).version("1"));
            document.servers(List.of(new Server().url("/")));
            document.tags(null);
            document.schemaRequirement("token",
                    new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer").bearerFormat("JWT"));
            document.security(List.of(new SecurityRequirement().addList("token")));
            ModelConverters.getInstance(true).readAll(Problem.class).forEach(document.getComponents()::addSchemas);
            document.getPaths().forEach(OpenApiGeneration::name);
            answerCreation(document);
        };
    }

    /** Names operations after method and path, and groups them by collection. */
    private static void name(String path, PathItem item) {
        String plain = path.replace("/api/v1/", "").replace("{", "").replace("}", "").replace("/", "-");
        item.readOperationsMap().forEach((method, operation) -> {
            operation.setOperationId(method.name().toLowerCase(Locale.ROOT) + "-" + plain.replaceFirst("^-", ""));
            operation.setTags(List.of(plain.startsWith("-internal") ? "internal" : path.split("/")[3]));
        });
    }

    /** A POST that needs a key creates: 201 with Location; 200 for the same again. */
    private static void answerCreation(OpenAPI document) {
        document.getPaths().values().stream().map(PathItem::getPost).filter(post -> post != null)
                .filter(post -> post.getParameters() != null && post.getParameters().stream().anyMatch(
                        parameter -> parameter.getName().equals("Idempotency-Key") && parameter.getRequired()))
                .forEach(post -> {
                    ApiResponse ok = post.getResponses().get("200");
                    if (ok != null && !post.getResponses().containsKey("201")) {
                        post.getResponses().addApiResponse("201",
                                new ApiResponse().description("Created").headers(ok.getHeaders())
                                        .content(ok.getContent()));
                    }
                });
    }
}
