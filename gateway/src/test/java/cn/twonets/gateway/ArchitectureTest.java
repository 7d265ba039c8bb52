package cn.twonets.gateway;

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

/** The rules inside the gateway; each is broken on purpose in {@code cn.twonets.gateway.broken}. */
class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("cn.twonets.gateway");
    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages("cn.twonets.gateway.broken");

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of("Misplaced", noClasses().that().resideOutsideOfPackage("cn.twonets.gateway.limits")
                        .should().dependOnClassesThat().resideInAPackage("io.github.bucket4j..")),
                Arguments.of("Misplaced", noClasses().that().resideOutsideOfPackage("cn.twonets.gateway.routes")
                        .should().dependOnClassesThat().resideInAPackage("io.github.resilience4j..")),
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
