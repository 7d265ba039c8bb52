package cn.twonets.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.api.problem.Language;
import cn.twonets.api.problem.StandardProblem;
import java.util.ResourceBundle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordsAreCompleteTest {
    @ParameterizedTest
    @EnumSource(StandardProblem.class)
    void hasTitleAndDetailInBothLanguages(StandardProblem problem) {
        for (Language language : Language.values()) {
            ResourceBundle words = ResourceBundle.getBundle(problem.bundle(), language.locale());
            assertThat(words.getLocale()).isEqualTo(language.locale());
            assertThat(words.getString(problem.slug() + ".title")).isNotBlank();
            assertThat(words.getString(problem.slug() + ".detail")).isNotBlank();
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void bothLanguagesHaveTheSameWords(Language language) {
        ResourceBundle other = ResourceBundle.getBundle("messages/api", Language.ENGLISH.locale());

        assertThat(ResourceBundle.getBundle("messages/api", language.locale()).keySet()).isEqualTo(other.keySet());
    }
}
