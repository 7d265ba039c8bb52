package cn.twonets.deadletters;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
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
            .importPackages("cn.twonets.deadletters");
    private static final JavaClasses OFFENDERS = new ClassFileImporter().importClasses(
            KnowsHttp.class,
            KnowsDelivery.class,
            KnowsTheStore.class,
            ReadsTheClock.class);

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of("only web sees HTTP", noClasses().that()
                        .resideOutsideOfPackage("..deadletters.web..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("org.springframework.http..", "org.springframework.web..",
                                "jakarta.servlet..")),
                Arguments.of("only spring sees Kafka and the grid", noClasses().that()
                        .resideOutsideOfPackage("..deadletters.spring..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("cn.twonets.delivery.kafka..", "cn.twonets.grid..",
                                "org.apache.kafka..")),
                Arguments.of("nobody sees the store", noClasses().should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("com.mongodb..", "org.bson..", "cn.twonets.delivery.mongo..")),
                Arguments.of("the clock is handed in", noClasses().should()
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

    static final class KnowsDelivery {
        final Class<?> letters = cn.twonets.delivery.kafka.DeadLetters.class;
    }

    static final class KnowsTheStore {
        final Class<?> box = cn.twonets.delivery.mongo.MongoDeadLetterBox.class;
    }

    static final class ReadsTheClock {
        final Instant at = Instant.now();
    }
}
