package cn.twonets.intake.households;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.events.SpecialGroup;
import cn.twonets.intake.privacy.Protected;
import cn.twonets.intake.privacy.Sealed;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateValuesTest {
    private static final String CANARY = "金丝雀CANARY";

    @ParameterizedTest
    @CsvSource({"13812345678, 138****5678", "138 1234 5678, 138****5678", "0374-6112345, 037****2345",
            "037461123456, 037*****3456"})
    void masksTelephoneNumbers(String number, String masked) {
        assertThat(PhoneNumber.isValid(number)).isTrue();
        assertThat(new PhoneNumber(number).masked()).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345678901", "1381234567", "138123456789", "1381234567x", "+8613812345678", "110"})
    void refusesWhatIsNoTelephoneNumber(String number) {
        assertThat(PhoneNumber.isValid(number)).isFalse();
        assertThatThrownBy(() -> new PhoneNumber(number)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a telephone number");
    }

    @ParameterizedTest
    @CsvSource({"张三, 张*", "欧阳某某, 欧*", "𠮷某, 𠮷*", "Canary, C*"})
    void masksNames(String name, String masked) {
        assertThat(new PersonName(name).masked()).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u3000", "a\nb"})
    void refusesWhatIsNoName(String name) {
        assertThat(PersonName.isValid(name)).isFalse();
    }

    @Test
    void refusesANameOfMoreThanFiftyCharacters() {
        assertThat(PersonName.isValid("名".repeat(50))).isTrue();
        assertThat(PersonName.isValid("名".repeat(51))).isFalse();
    }

    @Test
    void printsNothingPrivate() {
        Person person = new Person(new PersonName(CANARY), new IdentityNumber("410766196506030490"),
                new PhoneNumber("13812345678"), Person.Relation.HEAD);
        Personal personal = new Personal(person, List.of(person), new Protected(CANARY));
        Facts facts = new Facts(Facts.DwellingGrade.D, 424242L, Set.of(SpecialGroup.SERIOUS_ILLNESS), 3, 1, false);
        Contents contents = new Contents(new cn.twonets.events.GridCode("411082110213"), null, personal, facts);
        for (Object value : List.of(person, personal, facts, contents, new Protected(CANARY), new Sealed(CANARY),
                person.name(), new IdentityNumber("410766196506030490"), new PhoneNumber("13812345678"))) {
            assertThat(printed(value)).as(value.getClass().getSimpleName()).isEmpty();
        }
    }

    /** Which of the canaries a value prints, by itself and within a list. */
    private static List<String> printed(Object value) {
        return Stream.of(CANARY, "410766196506030490", "13812345678", "424242", "SERIOUS_ILLNESS")
                .filter(canary -> value.toString().contains(canary) || List.of(value).toString().contains(canary))
                .toList();
    }

    @Test
    void theSearchFindsARecordThatPrintsItself() {
        record Planted(String name, long income) {}
        assertThat(printed(new Planted(CANARY, 424242L))).containsExactly(CANARY, "424242");
    }
}
