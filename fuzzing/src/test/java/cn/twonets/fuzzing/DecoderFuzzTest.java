package cn.twonets.fuzzing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecoderFuzzTest {
    private static final List<String> WORDS = List.of("+", "-", "1", "x");

    private static DecoderFuzz sums() {
        return DecoderFuzz.of("sums", WORDS);
    }

    private static String text(byte[] input) {
        return new String(input, StandardCharsets.ISO_8859_1);
    }

    @Test
    void feedsWhatIsCommittedFirst() throws InterruptedException {
        List<String> fed = new ArrayList<>();
        sums().feed(input -> {
            fed.add(text(input));
            return "read";
        });
        assertThat(fed).startsWith("10+20+30", "1+2").hasSizeGreaterThan(1_000);
    }

    @Test
    void feedsTheSameAgain() throws InterruptedException {
        List<String> first = new ArrayList<>();
        List<String> second = new ArrayList<>();
        sums().feed(input -> String.valueOf(first.add(text(input))));
        sums().feed(input -> String.valueOf(second.add(text(input))));
        assertThat(second).isEqualTo(first);
    }

    @Test
    void namesAShortInputThatIsNotBorne() {
        assertThatThrownBy(() -> sums().feed(input -> {
            if (text(input).contains("x")) {
                throw new IllegalStateException("no x");
            }
            return "read";
        })).isInstanceOf(AssertionError.class)
                .hasMessageContaining("an input of 1 bytes")
                .hasMessageContaining("seed")
                .hasRootCauseMessage("no x");
    }

    @Test
    void findsWhatGoesAsDeepAsItsInput() {
        assertThatThrownBy(() -> sums().feed(input -> String.valueOf(depth(input, 0))))
                .isInstanceOf(AssertionError.class)
                .hasRootCauseInstanceOf(StackOverflowError.class);
    }

    private static int depth(byte[] input, int at) {
        return at >= input.length ? 0 : 1 + depth(input, at + 1);
    }
}
