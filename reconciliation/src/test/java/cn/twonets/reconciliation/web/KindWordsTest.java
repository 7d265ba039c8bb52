package cn.twonets.reconciliation.web;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.reconciliation.DifferenceKind;
import java.util.Arrays;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KindWordsTest {
    @ParameterizedTest
    @ValueSource(strings = {"en", "zh-CN"})
    void sayWhatEachKindIsAndWhatToDo(String language) {
        ResourceBundle words = ResourceBundle.getBundle(KindWords.BUNDLE, Locale.forLanguageTag(language),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));

        assertThat(words.keySet()).containsExactlyInAnyOrderElementsOf(Arrays.stream(DifferenceKind.values())
                .flatMap(kind -> Stream.of("kind." + kind.code() + ".title", "kind." + kind.code() + ".advice"))
                .toList());
        assertThat(words.keySet()).allSatisfy(key -> assertThat(words.getString(key)).isNotBlank());
    }
}
