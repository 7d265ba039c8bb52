package cn.twonets.transport.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.transport.Transport;
import cn.twonets.transport.UnsafeSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

class TransportRulesTest {
    private static final String PEM = "spring.ssl.bundle.pem.product.";

    @TempDir
    Path folder;
    private final Map<String, Object> good = new HashMap<>();

    @BeforeEach
    void configure() throws IOException {
        good.put("twonets.transport.bundle", "product");
        good.put(PEM + "keystore.certificate", file("cert.pem"));
        good.put(PEM + "keystore.private-key", "file:" + file("key.pem"));
        good.put(PEM + "truststore.certificate", file("ca.pem"));
        good.put("twonets.intake.uri", "https://intake:8081");
        good.put("twonets.issuer.jwks-uri", "https://issuer/jwks");
    }

    private String file(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "x").toString();
    }

    private static StandardEnvironment applied(Map<String, Object> settings) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("settings", settings));
        new TransportRules().postProcessEnvironment(environment, new SpringApplication(Object.class));
        return environment;
    }

    @Test
    void oneSettingEncryptsThePorts() {
        good.put("management.server.port", "9081");
        StandardEnvironment environment = applied(good);

        assertThat(environment.getProperty("server.ssl.bundle")).isEqualTo("product");
        assertThat(environment.getProperty("management.server.ssl.bundle")).isEqualTo("product");
    }

    @Test
    void aDoorMayHaveACertificateOfItsOwn() {
        good.put("server.ssl.bundle", "door");

        assertThat(applied(good).getProperty("server.ssl.bundle")).isEqualTo("door");
    }

    @Test
    void leavesEverythingAsItIsWithoutTheSetting() {
        good.remove("twonets.transport.bundle");
        good.put("twonets.intake.uri", "http://intake:8081");

        assertThat(applied(good).getProperty("server.ssl.bundle")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
            "twonets.transport.bundle, ' ', is set but empty",
            "twonets.transport.bundle, other, spring.ssl.bundle.pem.other.keystore.certificate",
            "twonets.intake.uri, http://intake:8081, twonets.intake.uri is http://intake:8081",
            "twonets.dispatch.uri, http://dispatch, twonets.dispatch.uri",
            "twonets.resource.uri, not an address, twonets.resource.uri is no address",
            "twonets.issuer.uri, http://issuer, twonets.issuer.uri",
            "twonets.issuer.jwks-uri, http://issuer/jwks, twonets.issuer.jwks-uri",
            "twonets.client.tokens, http://issuer/token, twonets.client.tokens",
            "server.ssl.enabled, false, server.ssl leaves the port unencrypted",
            "server.ssl.bundle, '', server.ssl leaves the port unencrypted",
            "management.server.ssl.enabled, false, management.server.ssl leaves the port unencrypted",
            "twonets.tracing.enabled, true, otel.exporter.otlp.endpoint is http://localhost:4318",
            "spring.ssl.bundle.pem.product.keystore.certificate, '', do not both name a file",
            "spring.ssl.bundle.pem.product.keystore.private-key, /nowhere/key.pem, /nowhere/key.pem",
            "spring.ssl.bundle.pem.product.truststore.certificate, file:/nowhere/ca.pem, /nowhere/ca.pem"})
    void refusesToStartWhereSomethingWouldStayPlainOrCannotWork(String setting, String value, String said) {
        good.put(setting, value);

        assertThatThrownBy(() -> applied(good)).isInstanceOf(UnsafeSettingException.class).hasMessageContaining(said);
    }

    /** OpenTelemetry reads the environment and system properties, and nothing else. */
    @ParameterizedTest
    @CsvSource({
            "OTEL_EXPORTER_OTLP_ENDPOINT, https://collector, OTHER, x, true",
            "OTEL_EXPORTER_OTLP_ENDPOINT, http://collector, OTHER, x, false",
            "OTEL_EXPORTER_OTLP_ENDPOINT, https://collector, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, http://collector, false",
            "OTEL_EXPORTER_OTLP_ENDPOINT, http://collector, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT, https://collector, true"})
    void looksWhereTracesGoByTheirOwnSettings(String one, String value, String other, String otherValue, boolean safe) {
        good.put("twonets.tracing.enabled", "true");
        good.put("otel.exporter.otlp.endpoint", "https://nobody-reads-this");
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        Map.of(one, value, other, otherValue)));
        environment.getPropertySources().addFirst(new MapPropertySource("settings", good));
        ThrowingCallable start = () -> new TransportRules().postProcessEnvironment(environment,
                new SpringApplication(Object.class));

        if (safe) {
            assertThatCode(start).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(start).isInstanceOf(UnsafeSettingException.class)
                    .hasMessageContaining("http://collector");
        }
    }

    @Test
    void heedsTheEnvironmentToo() {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                Map.of("TWONETS_TRANSPORT_BUNDLE", "product",
                        "SPRING_SSL_BUNDLE_PEM_PRODUCT_KEYSTORE_CERTIFICATE", folder.resolve("cert.pem").toString(),
                        "SPRING_SSL_BUNDLE_PEM_PRODUCT_KEYSTORE_PRIVATEKEY", folder.resolve("key.pem").toString())));
        assertThatCode(() -> new TransportRules().postProcessEnvironment(environment,
                new SpringApplication(Object.class))).doesNotThrowAnyException();
        assertThat(environment.getProperty("server.ssl.bundle")).isEqualTo("product");
    }

    @ParameterizedTest
    @ValueSource(strings = {"twonets.transport.bundel=product", "twonets.transport.bundle=product"})
    void anApplicationDoesNotStartPlainlyByASlipOfThePen(String setting) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, TransportAutoConfiguration.class))
                .withPropertyValues(setting)
                .run(context -> assertThat(context).hasFailed());
    }

    @Test
    void isPlainByDefault() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, TransportAutoConfiguration.class))
                .run(context -> assertThat(context.getBean(Transport.class).isEncrypted()).isFalse());
    }
}
