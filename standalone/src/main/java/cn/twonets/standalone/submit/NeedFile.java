package cn.twonets.standalone.submit;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Refused;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Needs as CSV with a header line, or as JSON lines; told apart by the first character. The fields are those of
 * {@code POST /api/v1/needs}; a dot in a CSV header nests ({@code basis.kind}), lists are separated by semicolons. Two
 * more are for this command: {@code key} (idempotency key) and {@code as} (the post that reports).
 */
final class NeedFile {
    private static final Set<String> LISTS = Set.of("aidKinds");
    private static final Set<String> NUMBERS = Set.of("parties");

    private final JsonMapper json = new JsonMapper();
    private final Map<String, Integer> said = new HashMap<>();

    /**
     * Hands over every line in order; broken ones too, with what is wrong.
     *
     * @return how many there were
     * @throws Refused if the file cannot be read at all
     */
    long read(Path file, Consumer<Line> lines) {
        try (InputStream bytes = Files.newInputStream(file);
                BufferedReader text = new BufferedReader(
                        new InputStreamReader(bytes, StandardCharsets.UTF_8.newDecoder()))) {
            skipByteOrderMark(text);
            return startsWithBrace(text) ? jsonLines(text, lines) : csv(text, lines);
        } catch (CharacterCodingException e) {
            throw new Refused(Exit.USAGE, "The file " + file + " is not UTF-8.");
        } catch (NoSuchFileException e) {
            throw new Refused(Exit.USAGE, "The file " + file + " does not exist.");
        } catch (IOException | UncheckedIOException e) {
            throw new Refused(Exit.USAGE, "The file " + file + " cannot be read: " + e.getMessage() + ".");
        } catch (CsvParseException e) {
            throw new Refused(Exit.USAGE, "The file " + file + " is not CSV: " + e.getMessage());
        }
    }

    private long jsonLines(BufferedReader text, Consumer<Line> lines) throws IOException {
        long number = 0;
        long count = 0;
        for (String line = text.readLine(); line != null; line = text.readLine()) {
            number++;
            if (!line.isBlank()) {
                lines.accept(jsonLine(number, line));
                count++;
            }
        }
        return count;
    }

    private Line jsonLine(long number, String text) {
        try {
            if (json.readTree(text) instanceof ObjectNode body) {
                return line(number, body);
            }
            return broken(number, text, "not a JSON object");
        } catch (JacksonException e) {
            long column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            return broken(number, text, "broken JSON at column " + column);
        }
    }

    private long csv(BufferedReader text, Consumer<Line> lines) {
        long count = 0;
        for (NamedCsvRecord fields : CsvReader.builder().allowExtraFields(true).allowMissingFields(true)
                .ofNamedCsvRecord(text)) {
            count++;
            lines.accept(csvLine(fields));
        }
        return count;
    }

    private Line csvLine(NamedCsvRecord fields) {
        if (fields.getFieldCount() != fields.getHeader().size()) {
            return broken(fields.getStartingLineNumber(), fields.getFields().toString(),
                    fields.getFieldCount() + " columns where the header has " + fields.getHeader().size());
        }
        ObjectNode body = json.createObjectNode();
        try {
            for (String name : fields.getHeader()) {
                String value = fields.getField(name).strip();
                if (!value.isEmpty()) {
                    put(body, name.strip(), value);
                }
            }
        } catch (JsonNodeException valueAndObject) {
            return broken(fields.getStartingLineNumber(), fields.getFields().toString(),
                    "one column holds what another one nests");
        }
        return line(fields.getStartingLineNumber(), body);
    }

    private static void put(ObjectNode body, String name, String value) {
        int dot = name.indexOf('.');
        if (dot > 0) {
            put(body.withObjectProperty(name.substring(0, dot)), name.substring(dot + 1), value);
        } else if (LISTS.contains(name)) {
            var list = body.putArray(name);
            for (String element : value.split(";")) {
                list.add(element.strip());
            }
        } else if (NUMBERS.contains(name) && value.matches("\\d{1,9}")) {
            body.put(name, Integer.parseInt(value));
        } else {
            body.put(name, value);
        }
    }

    private Line line(long number, ObjectNode body) {
        String key = taken(body, "key");
        String as = taken(body, "as");
        return new Line(number, key == null ? keyOf(as + "\n" + json.writeValueAsString(body)) : key, as, body, null);
    }

    private Line broken(long number, String text, String fault) {
        return new Line(number, keyOf(text), null, null, fault);
    }

    private static @Nullable String taken(ObjectNode body, String name) {
        JsonNode value = body.remove(name);
        return value == null || value.isNull() ? null : value.asString();
    }

    /** The same content a second time in one file is meant twice; the same file a second time is not. */
    private String keyOf(String content) {
        String hash = hash(content);
        int times = said.merge(hash, 1, Integer::sum);
        return times == 1 ? hash : hash + "-" + times;
    }

    private static String hash(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16).toLowerCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void skipByteOrderMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != '\uFEFF') {
            text.reset();
        }
    }

    private static boolean startsWithBrace(BufferedReader text) throws IOException {
        text.mark(4096);
        int next = text.read();
        for (int read = 1; next != -1 && Character.isWhitespace(next) && read < 4096; read++) {
            next = text.read();
        }
        text.reset();
        return next == '{';
    }
}
