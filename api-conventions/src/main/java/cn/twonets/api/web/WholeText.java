package cn.twonets.api.web;

import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;

/**
 * JSON that can be kept and written again: UTF-8 (RFC 8259) without halves of characters, neither as bytes nor escaped
 * (RFC 7493). A parser lets them pass; the store then keeps something else than was sent, and no answer can be written.
 */
final class WholeText {
    private final byte[] text;
    private int at;

    private WholeText(byte[] text) {
        this.text = text;
    }

    /** @throws Refusal 400 {@code broken-json}, with line and column, if it is not such a text */
    static void require(byte[] text) {
        WholeText whole = new WholeText(text);
        if (!whole.isRead()) {
            throw Refusal.of(StandardProblem.BROKEN_JSON, whole.line(), whole.column());
        }
    }

    private boolean isRead() {
        while (at < text.length) {
            byte one = text[at];
            int length = one > 0 ? one == '\\' ? escape() : 1 : one == 0 ? 0 : sequence(one & 0xff);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** The length of an escape and of its other half; 0 if there is no such. What breaks off, the parser tells. */
    private int escape() {
        int unit = unit(at);
        if (unit < 0) {
            return at + 1 < text.length && text[at + 1] == '\\' ? 2 : 1;
        }
        if (Character.isLowSurrogate((char) unit)) {
            return 0;
        }
        if (Character.isHighSurrogate((char) unit)) {
            int other = unit(at + 6);
            return other >= 0 && Character.isLowSurrogate((char) other) ? 12 : 0;
        }
        return 6;
    }

    /** The UTF-16 unit that is escaped there; negative if none is. */
    private int unit(int from) {
        if (from + 6 > text.length || text[from] != '\\' || text[from + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = from + 2; i < from + 6; i++) {
            int digit = Character.digit(text[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    /** The length of a sequence of UTF-8 (RFC 3629) that begins with this byte; 0 if there is none. */
    private int sequence(int first) {
        if (first >= 0xc2 && first <= 0xdf) {
            return follows(1, 0x80, 0xbf) ? 2 : 0;
        }
        if (first >= 0xe0 && first <= 0xef) {
            return follows(1, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf) && follows(2, 0x80, 0xbf)
                    ? 3
                    : 0;
        }
        if (first >= 0xf0 && first <= 0xf4) {
            return follows(1, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf) && follows(2, 0x80, 0xbf)
                    && follows(3, 0x80, 0xbf) ? 4 : 0;
        }
        return 0;
    }

    private boolean follows(int places, int least, int most) {
        if (at + places >= text.length) {
            return false;
        }
        int next = text[at + places] & 0xff;
        return next >= least && next <= most;
    }

    private int line() {
        int line = 1;
        for (int i = 0; i < at; i++) {
            if (text[i] == '\n') {
                line++;
            }
        }
        return line;
    }

    private int column() {
        int begin = at;
        while (begin > 0 && text[begin - 1] != '\n') {
            begin--;
        }
        return at - begin + 1;
    }
}
