package cn.twonets.intake;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules inside this service; each is broken on purpose by {@link cn.twonets.intake.broken}, and must notice. */
class ArchitectureTest {
    private static final String ROOT = "cn.twonets.intake.*";
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("cn.twonets.intake");
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages("cn.twonets.intake.broken");

    static Stream<Arguments> rules() {
        return Stream.of(
                rule("Impure", rootsDoNotKnow("org.springframework..")),
                rule("Impure", rootsDoNotKnow("org.apache.kafka..", "org.springframework.kafka..")),
                rule("Impure", rootsDoNotKnow("com.mongodb..", "org.bson..")),
                rule("Impure", rootsDoNotKnow("tools.jackson..", "com.fasterxml.jackson..")),
                rule("Impure", rootsDoNotKnow("cn.twonets.intake.*.*..", "cn.twonets.api..")),
                rule("Impure", onlyIn("..kafka..", "org.springframework.kafka..")),
                rule("Handler", onlyIn("..mongo..", "com.mongodb..", "org.bson..")),
                rule(
                        "Keeper",
                        onlyIn("..web..", "org.springframework.http..", "org.springframework.web..",
                                "jakarta.servlet..",
                                "java.net.http..")),
                rule("Impure", noServiceImportsAnother()),
                rule("Impure", nobodyAsksTheSystemForTheTime()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holdsInTheProduct(String breaker, ArchRule rule) {
        rule.allowEmptyShould(true).check(PRODUCT);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void noticesWhereItIsBroken(String breaker, ArchRule rule) {
        List<String> violations = rule.evaluate(BROKEN).getFailureReport().getDetails();
        assertThat(violations).anyMatch(violation -> violation.contains(breaker));
    }

    private static Arguments rule(String breaker, ArchRule rule) {
        return Arguments.of(breaker, rule);
    }

    private static ArchRule rootsDoNotKnow(String... packages) {
        return noClasses().that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    /** The configuration at the very top puts everything together, so it knows everything. */
    private static ArchRule onlyIn(String home, String... packages) {
        return noClasses().that()
                .resideOutsideOfPackages(home, "cn.twonets.intake")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages);
    }

    private static ArchRule noServiceImportsAnother() {
        return noClasses().should()
                .dependOnClassesThat()
                .resideInAnyPackage("cn.twonets.dispatch..", "cn.twonets.resource..", "cn.twonets.gateway..",
                        "cn.twonets.standalone..");
    }

    private static ArchRule nobodyAsksTheSystemForTheTime() {
        return noClasses().should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "currentTimeMillis");
    }
}
