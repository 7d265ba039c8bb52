package cn.twonets.transport.spring;

import cn.twonets.transport.UnsafeSettingException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * What follows from {@value #BUNDLE}, the name of an SSL bundle: the application's own ports use it too, and whatever
 * would be left unencrypted keeps the application from starting, before anything listens or is asked.
 */
public final class TransportRules implements EnvironmentPostProcessor {
    /** The setting that encrypts everything. */
    public static final String BUNDLE = "twonets.transport.bundle";

    private static final List<String> ADDRESSES = List.of("twonets.intake.uri", "twonets.dispatch.uri",
            "twonets.resource.uri", "twonets.issuer.uri", "twonets.issuer.jwks-uri", "twonets.client.tokens");
    /** Where traces go: the first of these that is set. OpenTelemetry looks at nothing but {@link #ITS_SOURCES}. */
    private static final List<String> COLLECTORS = List.of("otel.exporter.otlp.traces.endpoint",
            "otel.exporter.otlp.endpoint");
    private static final Set<String> ITS_SOURCES = Set.of(
            StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME,
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME);

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Binder settings = Binder.get(environment);
        Optional<String> named = text(settings, BUNDLE);
        if (named.isEmpty()) {
            return;
        }
        String bundle = named.get().strip();
        if (bundle.isEmpty()) {
            throw new UnsafeSettingException(
                    BUNDLE + " is set but empty: name an SSL bundle, or take the setting away.");
        }
        Map<String, Object> ports = new HashMap<>(Map.of("server.ssl.bundle", bundle));
        if (text(settings, "management.server.port").isPresent()) {
            ports.put("management.server.ssl.bundle", bundle);
        }
        environment.getPropertySources().addLast(new MapPropertySource("transport: ports", ports));
        requireFiles(settings, bundle);
        for (String port : List.of("server.ssl", "management.server.ssl")) {
            requireOn(settings, port);
        }
        for (String setting : ADDRESSES) {
            text(settings, setting).ifPresent(address -> requireEncrypted(setting, address));
        }
        if (settings.bind("twonets.tracing.enabled", Boolean.class).orElse(false)) {
            requireEncryptedTraces(environment);
        }
    }

    private static void requireEncryptedTraces(ConfigurableEnvironment environment) {
        Binder settings = new Binder(ConfigurationPropertySources.from(environment.getPropertySources().stream()
                .filter(source -> ITS_SOURCES.contains(source.getName()))
                .toList()));
        for (String setting : COLLECTORS) {
            Optional<String> address = text(settings, setting);
            if (address.isPresent()) {
                requireEncrypted(setting, address.get());
                return;
            }
        }
        requireEncrypted(COLLECTORS.getLast(), "http://localhost:4318");
    }

    private static void requireOn(Binder settings, String port) {
        if (!settings.bind(port + ".enabled", Boolean.class).orElse(true)
                || text(settings, port + ".bundle").filter(String::isBlank).isPresent()) {
            throw new UnsafeSettingException(port + " leaves the port unencrypted, although " + BUNDLE
                    + " is set: take away " + port + ".enabled and " + port + ".bundle.");
        }
    }

    private static void requireEncrypted(String setting, String address) {
        try {
            if ("https".equalsIgnoreCase(URI.create(address.strip()).getScheme())) {
                return;
            }
        } catch (IllegalArgumentException e) {
            throw new UnsafeSettingException(setting + " is no address: " + address, e);
        }
        throw new UnsafeSettingException(setting + " is " + address + ", which is not encrypted, although " + BUNDLE
                + " is set: name an https address.");
    }

    private static void requireFiles(Binder settings, String bundle) {
        String pem = "spring.ssl.bundle.pem." + bundle;
        String jks = "spring.ssl.bundle.jks." + bundle;
        if (text(settings, jks + ".keystore.location").isPresent()) {
            requireFile(settings, jks + ".keystore.location");
            requireFile(settings, jks + ".truststore.location");
            return;
        }
        if (text(settings, pem + ".keystore.certificate").filter(named -> !named.isBlank()).isEmpty()
                || text(settings, pem + ".keystore.private-key").filter(named -> !named.isBlank()).isEmpty()) {
            throw new UnsafeSettingException(BUNDLE + " is " + bundle + ", but " + pem + ".keystore.certificate and "
                    + pem + ".keystore.private-key do not both name a file.");
        }
        requireFile(settings, pem + ".keystore.certificate");
        requireFile(settings, pem + ".keystore.private-key");
        requireFile(settings, pem + ".truststore.certificate");
    }

    /** Whatever is no file, such as PEM text or a class path resource, is left to the bundle. */
    private static void requireFile(Binder settings, String setting) {
        String named = text(settings, setting).orElse("");
        if (named.isBlank() || named.contains("-----BEGIN") || named.matches("(?!file:)[a-z]{2,}:.*")) {
            return;
        }
        try {
            Path file = named.startsWith("file:/")
                    ? Path.of(URI.create(named))
                    : Path.of(named.replaceFirst("^file:", ""));
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                throw new UnsafeSettingException(setting + " names " + file + ", which cannot be read.");
            }
        } catch (IllegalArgumentException e) {
            throw new UnsafeSettingException(setting + " names no file: " + named, e);
        }
    }

    private static Optional<String> text(Binder settings, String name) {
        return Optional.ofNullable(settings.bind(name, String.class).orElse(null));
    }
}
