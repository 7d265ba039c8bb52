package cn.twonets.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsAreCompleteTest {
    private static final Set<String> PROBLEMS = Set.of(
            "referral-not-current", "referral-act-not-allowed", "invalid-referral-act", "invalid-aid-service",
            "invalid-provider", "provider-exists");
    private static final Set<String> FIELDS = Set.of("unknown-reason", "not-a-reference", "unknown-unit",
            "unknown-provider", "unknown-fact", "does-not-fit", "not-an-organization-name", "personal-number",
            "own-post",
            "acts-for-another");

    private static Properties words(String language) throws IOException {
        Properties words = new Properties();
        try (InputStreamReader file = new InputStreamReader(
                WordsAreCompleteTest.class.getResourceAsStream("/messages/resource_" + language + ".properties"),
                StandardCharsets.UTF_8)) {
            words.load(file);
        }
        return words;
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh_CN", "en"})
    void tellsEveryProblemAndField(String language) throws IOException {
        Set<String> expected = new TreeSet<>();
        PROBLEMS.forEach(slug -> Stream.of(".title", ".detail").forEach(part -> expected.add(slug + part)));
        FIELDS.forEach(code -> expected.add("field." + code));

        assertThat(words(language).stringPropertyNames()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void saysItDifferentlyInEachLanguage() throws IOException {
        Properties english = words("en");
        words("zh_CN").forEach((key, text) -> assertThat(text).isNotEqualTo(english.get(key)));
    }
}
