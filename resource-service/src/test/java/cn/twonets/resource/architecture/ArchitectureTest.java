package cn.twonets.resource.architecture;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import cn.twonets.resource.referrals.BrokenOnPurpose;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    private static JavaClasses product;

    @BeforeAll
    static void read() {
        product = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("cn.twonets.resource");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void holds(String name, ArchRule rule, Class<?> broken) {
        rule.check(product);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void isNoticedWhenBroken(String name, ArchRule rule, Class<?> broken) {
        JavaClasses planted = new ClassFileImporter().importClasses(broken);

        assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> rule.check(planted))
                .withMessageContaining(broken.getSimpleName());
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of("roots are pure", Rules.ROOTS_ARE_PURE, BrokenOnPurpose.KnowsJackson.class),
                Arguments.of("only mongo sees BSON", Rules.ONLY_MONGO_SEES_BSON, BrokenOnPurpose.KnowsBson.class),
                Arguments.of("nobody sees Kafka", Rules.NOBODY_SEES_KAFKA, BrokenOnPurpose.KnowsKafka.class),
                Arguments.of("only web serves HTTP", Rules.ONLY_WEB_SERVES_HTTP, BrokenOnPurpose.ServesHttp.class),
                Arguments.of("only http calls others", Rules.ONLY_HTTP_CALLS_OTHERS, BrokenOnPurpose.CallsOthers.class),
                Arguments.of("no other service", Rules.NO_OTHER_SERVICE, BrokenOnPurpose.KnowsTheStore.class),
                Arguments.of("time from the clock", Rules.TIME_COMES_FROM_THE_CLOCK,
                        BrokenOnPurpose.AsksTheSystem.class));
    }
}
