package cn.twonets.dispatch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules inside this service; {@link cn.twonets.dispatch.broken} breaks each of them, and each must notice. */
class ArchitectureTest {
    private static final String PRODUCT_ROOT = "cn.twonets.dispatch";
    private static final String BROKEN_ROOT = "cn.twonets.dispatch.broken";
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(PRODUCT_ROOT);
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages(BROKEN_ROOT);

    /** A rule for whatever package stands for the service, and the class that breaks it. */
    private interface Rule {
        ArchRule in(String root);
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                rule("roots know no Spring", "ImpureRoot", root -> pure(root, "org.springframework..")),
                rule("roots know no Kafka", "ImpureRoot", root -> pure(root, "org.apache.kafka..")),
                rule("roots know no store", "ImpureRoot", root -> pure(root, "com.mongodb..", "org.bson..")),
                rule("roots know no JSON", "ImpureRoot",
                        root -> pure(root, "tools.jackson..", "com.fasterxml.jackson..")),
                rule("roots know no meters", "ImpureRoot", root -> pure(root, "io.micrometer..", "org.slf4j..")),
                rule("roots know no adapter", "ImpureRoot", root -> pure(root, root + ".*.*..", "cn.twonets.api..")),
                rule("only mongo sees the store", "Page", root -> only(root, "mongo", "com.mongodb..", "org.bson..")),
                rule("only kafka sees Kafka", "Keeper",
                        root -> only(root, "kafka", "org.apache.kafka..", "org.springframework.kafka..")),
                rule("only web sees HTTP", "Keeper",
                        root -> only(root, "web", "org.springframework.http..", "org.springframework.web..",
                                "jakarta.servlet..", "java.net.http..")),
                rule("features do not go in circles", "other",
                        root -> slices().matching(root + ".(*)..").should().beFreeOfCycles()),
                rule("no service imports another", "OtherService", root -> noClasses().should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("cn.twonets.intake..", "cn.twonets.resource..", "cn.twonets.gateway..",
                                "cn.twonets.standalone..")),
                rule("the clock is handed in", "currentTimeMillis", root -> noClasses().that()
                        .resideOutsideOfPackage(PRODUCT_ROOT)
                        .should()
                        .callMethod(Instant.class, "now")
                        .orShould()
                        .callMethod(LocalDate.class, "now")
                        .orShould()
                        .callMethod(LocalDateTime.class, "now")
                        .orShould()
                        .callMethod(Clock.class, "systemUTC")
                        .orShould()
                        .callMethod(System.class, "currentTimeMillis")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void holdsInTheProduct(String name, String breaker, Rule rule) {
        rule.in(PRODUCT_ROOT).check(PRODUCT);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void noticesWhereItIsBroken(String name, String breaker, Rule rule) {
        assertThat(rule.in(BROKEN_ROOT).evaluate(BROKEN).getFailureReport().getDetails())
                .anyMatch(violation -> violation.contains(breaker));
    }

    private static Arguments rule(String name, String breaker, Rule rule) {
        return Arguments.of(name, breaker, rule);
    }

    private static ArchRule pure(String root, String... packages) {
        return noClasses().that()
                .resideInAPackage(root + ".*")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    /** What puts everything together at the very top knows everything. */
    private static ArchRule only(String root, String home, String... packages) {
        return noClasses().that()
                .resideOutsideOfPackages(root, root + ".*." + home + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }
}
