package cn.twonets.audit;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes an entry's own fields as JSON, in an order that never changes. Everything in an entry is an id, a code or a
 * number of visible ASCII, so nothing needs escaping; whatever is not becomes a question mark.
 */
public final class EntryFields {
    private final StringBuilder text = new StringBuilder(320);

    private EntryFields() {
    }

    /** The fields from {@code ,"kind"} on, without the closing brace. */
    public static byte[] of(Entry entry) {
        EntryFields fields = new EntryFields();
        switch (entry) {
            case Entry.Opened opened -> fields.kind("opened")
                    .text("chain", opened.chain().value())
                    .text("service", opened.service())
                    .claims(opened.before());
            case Entry.Begun begun -> fields.kind("begun")
                    .actor(begun.actor())
                    .text("act", begun.act())
                    .texts("of", begun.of())
                    .optional("key", begun.key())
                    .trace(begun.trace());
            case Entry.Done done -> fields.kind("done")
                    .text("chain", done.act().chain().value())
                    .number("begun", done.act().number())
                    .number("status", done.status())
                    .optional("problem", done.problem())
                    .texts("of", done.of())
                    .texts("refused", done.refused());
            case Entry.Read read -> fields.kind("read")
                    .actor(read.actor())
                    .texts("households", read.households())
                    .text("purpose", read.purpose())
                    .text("what", read.what())
                    .trace(read.trace());
            case Entry.Denied denied -> fields.kind("denied")
                    .actor(denied.actor())
                    .text("act", denied.act())
                    .texts("of", denied.of())
                    .number("status", denied.status())
                    .trace(denied.trace());
            case Entry.Closed closed -> fields.kind("closed");
        }
        return fields.text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    private EntryFields kind(String kind) {
        return text("kind", kind);
    }

    private EntryFields actor(Actor actor) {
        return text("who", actor.post()).texts("roles", actor.roles());
    }

    private EntryFields trace(Trace trace) {
        return text("correlation", trace.correlation()).text("trace", trace.trace());
    }

    private EntryFields claims(List<Claim> claims) {
        name("before");
        text.append('[');
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            text.append(i == 0 ? "{\"chain\":" : ",{\"chain\":");
            quoted(claim.chain().value());
            text.append(",\"entries\":").append(claim.entries()).append(",\"head\":");
            quoted(claim.head());
            text.append('}');
        }
        text.append(']');
        return this;
    }

    private EntryFields optional(String name, @Nullable String value) {
        return value == null ? this : text(name, value);
    }

    private EntryFields text(String name, String value) {
        name(name);
        quoted(value);
        return this;
    }

    private EntryFields number(String name, long value) {
        name(name);
        text.append(value);
        return this;
    }

    /** Nothing at all where there are none. */
    private EntryFields texts(String name, List<String> values) {
        if (!values.isEmpty()) {
            name(name);
            for (int i = 0; i < values.size(); i++) {
                text.append(i == 0 ? '[' : ',');
                quoted(values.get(i));
            }
            text.append(']');
        }
        return this;
    }

    private void name(String name) {
        text.append(",\"").append(name).append("\":");
    }

    private void quoted(String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            text.append(c >= ' ' && c <= '~' && c != '"' && c != '\\' ? c : '?');
        }
        text.append('"');
    }
}
