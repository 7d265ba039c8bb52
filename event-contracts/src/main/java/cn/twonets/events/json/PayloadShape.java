package cn.twonets.events.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.json.JsonMapper;

/**
 * What of a record's value may be shown: its structure, the field names and codes that the contracts know, and lengths.
 * Every other name and value is replaced by its kind and length, since it could be about a person.
 */
public final class PayloadShape {
    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_CHARACTERS = 4_000;

    private final Vocabulary vocabulary;
    private final JsonMapper json = new JsonMapper();

    public PayloadShape(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The shape of a value, at most some four thousand characters. */
    public String of(byte @Nullable [] value) {
        if (value == null) {
            return "(no value)";
        }
        if (value.length > MOST_BYTES) {
            return "(not looked into: longer than " + MOST_BYTES + " bytes)";
        }
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
            return text.isBlank() ? "(blank)" : shape(text);
        } catch (CharacterCodingException e) {
            return "(not UTF-8)";
        }
    }

    private String shape(String text) {
        StringBuilder shape = new StringBuilder();
        try (JsonParser parser = json.createParser(text)) {
            while (parser.nextToken() != null && shape.length() < MOST_CHARACTERS) {
                append(shape, parser);
            }
            if (shape.length() >= MOST_CHARACTERS) {
                shape.append(" … (cut)");
            }
        } catch (JacksonException e) {
            TokenStreamLocation at = e.getLocation();
            shape.append(" … (broken");
            if (at != null) {
                shape.append(" at line ").append(at.getLineNr()).append(", column ").append(at.getColumnNr());
            }
            shape.append(')');
        }
        return shape.toString().strip();
    }

    private void append(StringBuilder shape, JsonParser parser) {
        JsonToken token = parser.currentToken();
        boolean closes = token == JsonToken.END_OBJECT || token == JsonToken.END_ARRAY;
        if (!closes && !shape.isEmpty() && "{[:".indexOf(shape.charAt(shape.length() - 1)) < 0) {
            shape.append(',');
        }
        switch (token) {
            case START_OBJECT -> shape.append('{');
            case END_OBJECT -> shape.append('}');
            case START_ARRAY -> shape.append('[');
            case END_ARRAY -> shape.append(']');
            case PROPERTY_NAME -> shape.append(name(parser.currentName())).append(':');
            case VALUE_STRING -> shape.append(string(parser.getString()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> shape.append("number");
            case VALUE_TRUE, VALUE_FALSE -> shape.append("boolean");
            case VALUE_NULL -> shape.append("null");
            default -> shape.append('?');
        }
    }

    private String name(String name) {
        return vocabulary.isName(name) ? name : "name(" + name.length() + ")";
    }

    private String string(String text) {
        return vocabulary.isCode(text) ? '"' + text + '"' : "string(" + text.length() + ")";
    }
}
