package cn.twonets.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.api.problem.Problem;
import cn.twonets.api.problem.Refusal;
import cn.twonets.fuzzing.DecoderFuzz;
import cn.twonets.fuzzing.Words;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

class WholeTextTest {
    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":\"\\ud83d\\ude00\"}", "\"\\\\ud800\"", "\"长\ud83d\ude00é\"", "", "\"\\u0000\"",
            "\"\\u12",
            "\"\\", "\"\\uD83D\\uDE00\\n\""})
    void letsWholeCharactersPass(String text) {
        assertThatCode(() -> WholeText.require(text.getBytes(StandardCharsets.UTF_8))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\"", "\"\\ud83d \\ude00\"",
            "\"\\\\\\uDFFF\"", "a\0"})
    void refusesHalvesOfCharacters(String text) {
        assertThatThrownBy(() -> WholeText.require(text.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Refusal.class);
    }

    @Test
    void namesLineAndColumn() {
        assertThatThrownBy(() -> WholeText.require("{\n \"a\": \"\\udc00\"}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(Refusal.class,
                        refusal -> assertThat(Problem.ofItem(refusal).detail()).contains("第 2 行第 8 列"));
    }

    /** Two others judge the same: the JDK whether it is UTF-8, Jackson whether what it reads is whole. */
    @Test
    void refusesNothingElse() throws InterruptedException {
        DecoderFuzz.of("whole-text", Words.JSON).feed(input -> {
            boolean whole = isUtf8(input) && !new String(input, StandardCharsets.UTF_8).contains("\0");
            try {
                WholeText.require(input);
            } catch (Refusal refusal) {
                if (whole) {
                    assertThat(new String(input, StandardCharsets.UTF_8)).containsPattern("\\\\u[dD][89a-fA-F]");
                }
                return "refused";
            }
            assertThat(whole).isTrue();
            try {
                String read = JSON.readTree(input).toString();
                assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(read)).isTrue();
                return "read";
            } catch (JacksonException broken) {
                return "no JSON";
            }
        });
    }

    private static boolean isUtf8(byte[] input) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(input));
            return true;
        } catch (CharacterCodingException broken) {
            return false;
        }
    }
}
