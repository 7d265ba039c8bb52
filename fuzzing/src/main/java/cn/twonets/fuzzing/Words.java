package cn.twonets.fuzzing;

import java.util.ArrayList;
import java.util.List;

/** Words that mean something in a format, and make more of what a decoder looks at than chance would. */
public final class Words {
    /** Of JSON, and of what stands in it here. */
    public static final List<String> JSON = List.of("{", "}", "[", "]", ":", ",", "\"", "\\", "null", "true", "false",
            "NaN", "Infinity", "-1", "1e999", "1e-999", "\\ud800", "\\udc00", "\\u0000", "{}", "[]", "\"\"",
            "[".repeat(600),
            "{\"a\":".repeat(600), "2026-11-21T00:00:00Z", "+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z",
            "9999-12-31T23:59:59.999999999+18:00", "9223372036854775808", "樣例", "\u202e", "\ud83d\ude00");
    /** Of CSV. */
    public static final List<String> CSV = List.of(",", ";", "\"", "\"\"", "\n", "\r\n", "\r", "\t", "=1+1", "@", "-",
            "\ufeff", "\u00a0", ",,,,,,,,,,", "\"\n\"", "2026-11-21", "2026-11-21T00:00:00+08:00",
            "+999999999-12-31T23:59:59Z", "长葛市", "\u202e", "\ufffd", "\ud83d\ude00");
    /** Of headers and of what is written in one line. */
    public static final List<String> LINE = List.of(" ", "\t", ",", ";", "=", "\"", "W/", "*", "q=", "%00", "%", "=",
            "==", "-", "_", ".", "..", "/", ":", "\u001f", "zh-CN", "en;q=0.5", "2147483648",
            "+1000000000-12-31T23:59:59Z",
            "樣", "\ud83d\ude00");

    private Words() {
    }

    /** All words of several lists. */
    @SafeVarargs
    public static List<String> of(List<String>... lists) {
        List<String> all = new ArrayList<>();
        for (List<String> list : lists) {
            all.addAll(list);
        }
        return List.copyOf(all);
    }
}
