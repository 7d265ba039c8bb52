package cn.twonets.audit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpStatus;

/** Keeps technology where its name is, and shows of each rule that it bites. */
class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("cn.twonets.audit");
    private static final JavaClasses OFFENDERS = new ClassFileImporter().importClasses(
            KnowsHttp.class,
            KnowsKafka.class,
            KnowsFiles.class,
            ReadsTheClock.class);

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of("only web sees HTTP", noClasses().that()
                        .resideOutsideOfPackages("..audit.web..", "..audit.spring..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.springframework.http..", "org.springframework.web..",
                                "jakarta.servlet..")),
                Arguments.of("only kafka sees Kafka", noClasses().that()
                        .resideOutsideOfPackages("..audit.kafka..", "..audit.spring..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.apache.kafka..", "cn.twonets.delivery..")),
                Arguments.of("entries know neither files nor JSON libraries", noClasses().that()
                        .resideInAPackage("cn.twonets.audit")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.nio.file..", "java.io..", "tools.jackson..",
                                "org.springframework..")),
                Arguments.of("the clock is handed in", noClasses().that()
                        .resideOutsideOfPackage("..audit.spring..")
                        .should()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(Clock.class, "systemUTC")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void holdsAndBites(String name, ArchRule rule) {
        rule.check(PRODUCT);
        assertThat(rule.evaluate(OFFENDERS).hasViolation()).isTrue();
    }

    static final class KnowsHttp {
        final HttpStatus status = HttpStatus.OK;
    }

    static final class KnowsKafka {
        final Class<?> topic = org.apache.kafka.clients.admin.NewTopic.class;
    }

    static final class KnowsFiles {
        final Path path = Path.of("audit");
    }

    static final class ReadsTheClock {
        final Instant at = Instant.now();
    }
}
