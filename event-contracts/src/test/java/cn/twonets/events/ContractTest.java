package cn.twonets.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractTest {
    @Test
    void namesEveryEventOnceAndInOneForm() {
        List<String> tokens = EventFamily.all()
                .stream()
                .flatMap(family -> family.types().stream())
                .map(EventFamily.Type::token)
                .toList();
        assertThat(tokens).doesNotHaveDuplicates()
                .hasSize(35)
                .allMatch(token -> token.matches("cn\\.twonets\\.[a-z-]+\\.[a-z-]+\\.v1"));
    }

    @Test
    void givesEveryHappeningATypeOfExactlyOneFamily() {
        assertThat(Stream.of(Happening.class.getPermittedSubclasses())
                .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                .map(Class::getName)
                .toList())
                .containsExactlyInAnyOrderElementsOf(
                        EventFamily.all()
                                .stream()
                                .flatMap(family -> family.types().stream())
                                .map(type -> type.happening().getName())
                                .toList());
    }

    @Test
    void keepsTopicsAsTheyWerePromised() {
        assertThat(Stream.of(Topic.values()).map(topic -> topic.topicName() + " " + topic.cleanup() + " "
                + topic.partitions())).containsExactly(
                        "twonets.needs.v1 DELETE 6",
                        "twonets.dispatch.v1 DELETE 6",
                        "twonets.resolutions.v1 DELETE 6",
                        "twonets.grid.v1 COMPACT 1",
                        "twonets.aid.v1 COMPACT 6",
                        "twonets.households.v1 COMPACT 6");
        assertThat(Topic.NEEDS.deadLetters("dispatch")).isEqualTo("twonets.needs.v1.dispatch.dlt");
    }

    @Test
    void makesTheSameIdForTheSameEvent() {
        assertThat(Event.id("/twonets/intake", "n-1", new EventOrder(1, 23))).isEqualTo("/twonets/intake/n-1/1.23");
    }

    static Stream<Arguments> ids() {
        return Stream.of(
                id(GridCode::new, "411082", "411082110-A03", "411082110213-G05"),
                id(PostId::new, "village-leader:411082110213", "village-member:411082110213.2"),
                id(NeedId::new, "n-7f3a9c51e2b84d06"),
                id(HouseholdId::new, "411082110213-G05-0042"),
                id(CategoryCode::new, "drinking-water"),
                id(AppointmentId::new, "ap-1"),
                id(AidServiceId::new, "svc-repair-grant"),
                id(ProviderId::new, "housing-bureau"));
    }

    private static Arguments id(Function<String, Object> constructor, String... sound) {
        return Arguments.of(constructor, List.of(sound));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void takesSoundIdsAndRefusesNonsense(Function<String, Object> constructor, List<String> sound) {
        assertThat(sound).allSatisfy(value -> assertThat(constructor.apply(value)).hasToString(value));
        for (String nonsense : List.of("", " ", "a b", "甲", "a\nb", "a/b", "$where", "x".repeat(200))) {
            assertThatThrownBy(() -> constructor.apply(nonsense)).as("'%s'", nonsense)
                    .isInstanceOf(IllegalArgumentException.class)
                    .satisfies(
                            refusal -> assertThat(nonsense.isBlank() || !refusal.getMessage().contains(nonsense))
                                    .isTrue());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"org.springframework..", "org.apache.kafka..", "org.bson..", "com.mongodb.."})
    void knowsNoFramework(String framework) {
        JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("cn.twonets.events");
        ArchRuleDefinition.noClasses().should().dependOnClassesThat().resideInAPackage(framework).check(classes);
    }
}
