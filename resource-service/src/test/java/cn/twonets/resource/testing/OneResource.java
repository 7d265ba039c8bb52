package cn.twonets.resource.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the one running service to every test class that asks for it; started once, when the first does. */
public final class OneResource implements ParameterResolver {
    private static final ExtensionContext.Namespace HERE = ExtensionContext.Namespace.create(OneResource.class);

    private record Running(Path folder, RunningResource resource) implements AutoCloseable {
        static Running start() {
            try {
                Path folder = Files.createTempDirectory("resource-service-test");
                RunningResource resource = new RunningResource(folder);
                await().atMost(Duration.ofSeconds(90)).until(
                        () -> resource.anonymous("GET", "/actuator/health/readiness").send().status() == 200);
                return new Running(folder, resource);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            resource.close();
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningResource.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(HERE)
                .computeIfAbsent("running", key -> Running.start(), Running.class)
                .resource();
    }
}
