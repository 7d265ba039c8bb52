package cn.twonets.intake.households;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.intake.households.IdentityNumber.Fault;
import java.time.LocalDate;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** GB 11643; the numbers were computed with the polynomial form of ISO 7064 MOD 11-2, which the code does not use. */
class IdentityNumberTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);

    @ParameterizedTest
    @ValueSource(strings = {
            // the two examples that the standard itself gives
            "11010519491231002X", "440524188001010014",
            "411070195901201547", "410766196506030490", "410940193607015488", "410474193806125969",
            "411031193503165196", "410138194904060882", "41052819681126071X", "410192195108055647",
            "411082200002290012", "411082200402290011"})
    void acceptsRealNumbers(String number) {
        assertThat(IdentityNumber.fault(number, TODAY)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
            "41108219000229001, LENGTH", "4110821900022900166, LENGTH", "'', LENGTH",
            // the old number of 15 digits and the card of ten characters of other places
            "110105491231002, LENGTH", "A123456789, LENGTH",
            "01108220000229001X, CHARACTERS", "41108220000229OO12, CHARACTERS", "X11082200002290012, CHARACTERS",
            "41108２200002290012, CHARACTERS", "411082 00002290012, CHARACTERS", "-11082200002290012, CHARACTERS",
            // right check characters, impossible dates
            "411082190002290016, DATE", "41108220010229001X, DATE", "41108220011301001X, DATE",
            "411082200104310010, DATE", "411082000001010019, DATE", "411082200101000017, DATE",
            // not born yet
            "41108220991231001X, DATE",
            "411070195901201548, CHECK_CHARACTER", "41052819681126071x1, LENGTH",
            "410528196811260719, CHECK_CHARACTER", "11010519491231002Y, CHARACTERS"})
    void saysWhatIsWrong(String number, Fault fault) {
        assertThat(IdentityNumber.fault(number, TODAY)).contains(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"11010519491231002X", "household-11010519491231002x-1", "h/440524188001010014",
            "411070195901201547001", "9411070195901201547"})
    void findsANumberWithinAText(String text) {
        assertThat(IdentityNumber.isIn(text, TODAY)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "2026-03-02T01:00:00.000000Z", "20260302010000123456", "1772413200000000000",
            "411082110213-20260302-0001", "13800005678", "6222020200012345678", "411070195901201548",
            "0b7e9c1a2d3f4a5b8c7d6e5f4a3b2c1d", "village-member:411082110213/2026/000000000000000017"})
    void findsNoNumberInOtherDigits(String text) {
        assertThat(IdentityNumber.isIn(text, TODAY)).isFalse();
    }

    @Test
    void seldomTakesOtherLongDigitsForANumber() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long found = IntStream.range(0, 20_000)
                .mapToObj(i -> random.ints(20, 0, 10).mapToObj(Integer::toString).collect(Collectors.joining()))
                .filter(digits -> IdentityNumber.isIn(digits, TODAY))
                .count();
        assertThat(found).as("seed %d", seed).isLessThan(20);
    }

    @Test
    void acceptsSomebodyBornToday() {
        assertThat(IdentityNumber.fault("41052819681126071X", LocalDate.of(1968, 11, 26))).isEmpty();
        assertThat(IdentityNumber.fault("41052819681126071X", LocalDate.of(1968, 11, 25))).contains(Fault.DATE);
    }

    @Test
    void noticesEverySingleWrongDigitAndEverySwapOfNeighbours() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String number = "41052819681126071X";
        for (int i = 0; i < 500; i++) {
            char[] typed = number.toCharArray();
            int at = random.nextInt(17);
            if (random.nextBoolean() && at < 16) {
                char first = typed[at];
                typed[at] = typed[at + 1];
                typed[at + 1] = first;
            } else {
                typed[at] = (char) ('0' + random.nextInt(10));
            }
            String wrong = new String(typed);
            assertThat(IdentityNumber.fault(wrong, TODAY).isEmpty()).as("seed %d: %s", seed, wrong)
                    .isEqualTo(wrong.equals(number));
        }
    }

    @Test
    void takesASmallXForALargeOne() {
        assertThat(new IdentityNumber("11010519491231002x")).isEqualTo(new IdentityNumber("11010519491231002X"));
    }

    @Test
    void isShownMaskedOnly() {
        IdentityNumber number = new IdentityNumber("410766196506030490");
        assertThat(number.masked()).isEqualTo("410***********0490").hasSize(18);
        assertThat(number.toString()).doesNotContainPattern("\\d");
    }

    @Test
    void doesNotQuoteWhatItRefuses() {
        assertThatThrownBy(() -> new IdentityNumber("411070195901201548")).hasMessageNotContaining("4110");
    }
}
