package cn.twonets.deadletters.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsAreCompleteTest {
    private static Properties words(String language) throws IOException {
        Properties words = new Properties();
        try (InputStreamReader file = new InputStreamReader(
                WordsAreCompleteTest.class.getResourceAsStream("/messages/dead_letters_" + language + ".properties"),
                StandardCharsets.UTF_8)) {
            words.load(file);
        }
        return words;
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh_CN", "en"})
    void tellsEveryProblem(String language) throws IOException {
        assertThat(words(language).stringPropertyNames()).containsExactlyInAnyOrderElementsOf(
                Arrays.stream(DeadLetterProblem.values())
                        .flatMap(problem -> Stream.of(".title", ".detail").map(part -> problem.slug() + part))
                        .toList());
    }

    @Test
    void saysItDifferentlyInEachLanguage() throws IOException {
        Properties english = words("en");
        words("zh_CN").forEach((key, text) -> assertThat(text).isNotEqualTo(english.get(key)));
    }
}
