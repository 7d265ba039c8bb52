package cn.twonets.system.judge;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A canary is found in whatever dress it comes. */
class CanariesTest {
    private static final String CANARY = "金丝雀手记";
    private static final Canaries CANARIES = new Canaries(List.of("13900000417", CANARY));

    static Stream<Arguments> dresses() {
        return Stream.of(
                dress("plain", text -> text.getBytes(UTF_8)),
                dress("in UTF-16", text -> text.getBytes(UTF_16LE)),
                dress("escaped as JSON", text -> escaped(text).getBytes(UTF_8)),
                dress("escaped as JSON within JSON", text -> escaped(text).replace("\\", "\\\\").getBytes(UTF_8)),
                dress("encoded for a URL", text -> URLEncoder.encode(text, UTF_8).getBytes(UTF_8)),
                dress("in base 64", text -> Base64.getEncoder().encode(text.getBytes(UTF_8))),
                dress("in base 64 for a URL", text -> Base64.getUrlEncoder().withoutPadding()
                        .encode(text.getBytes(UTF_8))),
                dress("in base 64 behind a word", text -> ("word" + Base64.getEncoder()
                        .encodeToString(text.getBytes(UTF_8))).getBytes(UTF_8)),
                dress("in hexadecimal", text -> HexFormat.of().formatHex(text.getBytes(UTF_8)).getBytes(UTF_8)),
                dress("compressed by gzip", text -> compressed(text, true)),
                dress("compressed by zlib", text -> compressed(text, false)),
                dress("compressed, then in base 64", text -> Base64.getEncoder().encode(compressed(text, true))));
    }

    private static Arguments dress(String name, Function<String, byte[]> dressed) {
        return Arguments.of(name, dressed);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dresses")
    void findsIt(String name, Function<String, byte[]> dressed) {
        byte[] bytes = dressed.apply("a note: " + CANARY + " and more of it");
        assertThat(CANARIES.in(bytes)).contains(CANARY);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dresses")
    void findsItAmongOtherThings(String name, Function<String, byte[]> dressed) {
        byte[] bytes = dressed.apply(CANARY + CANARY);
        byte[] among = Arrays.copyOf("{\"a\":\"".getBytes(UTF_8), bytes.length + 12);
        System.arraycopy(bytes, 0, among, 6, bytes.length);
        assertThat(CANARIES.in(among)).contains(CANARY);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("dresses")
    void findsNothingWhereThereIsNone(String name, Function<String, byte[]> dressed) {
        assertThat(CANARIES.in(dressed.apply("nothing personal, whatever it looks like: 13900000418"))).isEmpty();
    }

    @Test
    void findsADigitCanaryInsideALongerText() {
        assertThat(CANARIES.in("call 013900000417 now")).contains("13900000417");
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(one -> escaped.append("\\u%04x".formatted(one)));
        return escaped.toString();
    }

    private static byte[] compressed(String text, boolean gzip) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = gzip ? new GZIPOutputStream(bytes) : new DeflaterOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }
}
