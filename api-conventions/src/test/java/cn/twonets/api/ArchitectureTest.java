package cn.twonets.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules inside the conventions; each is broken on purpose in {@code cn.twonets.api.broken}. */
class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("cn.twonets.api");
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages("cn.twonets.api.broken");

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of("Misplaced", noClasses().should().dependOnClassesThat().resideInAnyPackage(
                        "com.mongodb..", "org.apache.kafka..", "org.springframework.kafka..", "cn.twonets.delivery..",
                        "cn.twonets.grid..")),
                Arguments.of("Misplaced", noClasses().that().resideOutsideOfPackage("cn.twonets.api.web")
                        .should().dependOnClassesThat().resideInAnyPackage("org.apache.catalina..",
                                "org.apache.coyote..", "jakarta.servlet..")),
                Arguments.of("Impure", noClasses().should().callMethod(Instant.class, "now")),
                Arguments.of("Impure", noClasses().should().callMethod(System.class, "currentTimeMillis")));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holdsInTheProduct(String breaker, ArchRule rule) {
        rule.check(PRODUCT);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void noticesWhereItIsBroken(String breaker, ArchRule rule) {
        assertThat(rule.evaluate(BROKEN).getFailureReport().getDetails())
                .anyMatch(violation -> violation.contains(breaker));
    }
}
