package cn.twonets.delivery;

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

/** Keeps technology where its name is, and shows of each rule that it bites. */
class ArchitectureTest {
    private static final JavaClasses DELIVERY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("cn.twonets.delivery");
    private static final JavaClasses OFFENDERS = new ClassFileImporter().importClasses(
            KnowsSpring.class,
            KnowsKafka.class,
            KnowsTheStore.class,
            ReadsTheClock.class);

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of(
                        noClasses().that()
                                .resideOutsideOfPackages("..delivery.spring..", "..delivery.kafka..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("org.springframework..")),
                Arguments.of(
                        noClasses().that()
                                .resideOutsideOfPackages("..delivery.spring..", "..delivery.kafka..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage("org.apache.kafka..")),
                Arguments.of(
                        noClasses().that()
                                .resideOutsideOfPackages("..delivery.spring..", "..delivery.mongo..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage("com.mongodb..", "org.bson..")),
                Arguments.of(
                        noClasses().should()
                                .callMethod(Instant.class, "now")
                                .orShould()
                                .callMethod(System.class, "currentTimeMillis")));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void holdsAndBites(ArchRule rule) {
        rule.check(DELIVERY);
        assertThat(rule.evaluate(OFFENDERS).hasViolation()).isTrue();
    }

    static final class KnowsSpring {
        final org.springframework.util.backoff.@org.jspecify.annotations.Nullable BackOff backOff = null;
    }

    static final class KnowsKafka {
        final org.apache.kafka.clients.producer.@org.jspecify.annotations.Nullable Callback callback = null;
    }

    static final class KnowsTheStore {
        final org.bson.@org.jspecify.annotations.Nullable Document document = null;
    }

    static final class ReadsTheClock {
        final Instant at = Instant.now();
        final Clock clock = Clock.systemUTC();
    }
}
