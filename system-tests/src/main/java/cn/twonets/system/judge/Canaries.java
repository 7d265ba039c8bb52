package cn.twonets.system.judge;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * Looks for texts that were entered as personal data and must not be found: as they are, escaped as JSON or URL do,
 * encoded in base 64 or hexadecimal, in UTF-16 or GB 18030, and inside what is compressed; also one within the other.
 */
public final class Canaries {
    private static final Pattern JSON_ESCAPE = Pattern.compile("\\\\+u([0-9a-fA-F]{4})");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{16,}={0,2}");
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2}){8,}");
    private static final int DEEPEST = 3;
    /** Fewer bytes hold nothing that is escaped, encoded or compressed once more. */
    private static final int LEAST_WRAPPED = 16;
    private static final int MOST_INFLATED = 8 * 1024 * 1024;

    private final List<String> texts;
    /** The bytes of each form, one character for each, so that the JVM's own search finds them. */
    private final List<String> forms;
    /** Which of the forms can stand in plain ASCII: most of what is looked through is nothing else. */
    private final List<Integer> plain;

    /** @param texts what to look for; each at least four characters, so that chance finds none */
    public Canaries(List<String> texts) {
        texts.forEach(text -> {
            if (text.length() < 4) {
                throw new IllegalArgumentException("too short for a canary: " + text.length() + " characters");
            }
        });
        this.texts = List.copyOf(texts);
        this.forms = texts.stream()
                .flatMap(text -> List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE,
                        Charset.forName("GB18030")).stream()
                        .map(charset -> new String(text.getBytes(charset), StandardCharsets.ISO_8859_1)))
                .toList();
        this.plain = IntStream.range(0, forms.size())
                .filter(form -> isPlain(forms.get(form).getBytes(StandardCharsets.ISO_8859_1)))
                .boxed()
                .toList();
    }

    private static boolean isPlain(byte[] bytes) {
        for (byte one : bytes) {
            if (one <= 0) {
                return false;
            }
        }
        return true;
    }

    /** The first canary in these bytes, whatever form it has; empty if there is none. */
    public Optional<String> in(byte[] bytes) {
        return in(bytes, 0);
    }

    /** The first canary in a text. */
    public Optional<String> in(String text) {
        return in(text.getBytes(StandardCharsets.UTF_8), 0);
    }

    private Optional<String> in(byte[] bytes, int depth) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        boolean isPlain = isPlain(bytes);
        for (int i = 0; i < (isPlain ? plain.size() : forms.size()); i++) {
            int form = isPlain ? plain.get(i) : i;
            if (text.contains(forms.get(form))) {
                return Optional.of(texts.get(form / 4));
            }
        }
        if (depth == DEEPEST || bytes.length < LEAST_WRAPPED) {
            return Optional.empty();
        }
        // both ways of compressing begin with or are followed by bytes that no plain text has
        Optional<String> inside = isPlain ? Optional.empty() : inCompressed(bytes, depth);
        if (inside.isPresent()) {
            return inside;
        }
        if (text.indexOf("\\u") >= 0) {
            String plain = JSON_ESCAPE.matcher(new String(bytes, StandardCharsets.UTF_8))
                    .replaceAll(match -> Matcher.quoteReplacement(
                            String.valueOf((char) Integer.parseInt(match.group(1), 16))));
            inside = in(plain.getBytes(StandardCharsets.UTF_8), depth + 1);
        }
        if (inside.isEmpty() && text.indexOf('%') >= 0) {
            inside = inUrl(text, depth);
        }
        return inside.isPresent() ? inside : inRuns(text, depth);
    }

    private Optional<String> inUrl(String text, int depth) {
        StringBuilder lenient = new StringBuilder();
        Matcher escapes = Pattern.compile("(?:%[0-9a-fA-F]{2})+").matcher(text);
        while (escapes.find()) {
            lenient.append(URLDecoder.decode(escapes.group(), StandardCharsets.UTF_8)).append(' ');
        }
        return in(lenient.toString().getBytes(StandardCharsets.UTF_8), depth + 1);
    }

    private Optional<String> inRuns(String text, int depth) {
        Matcher base64 = BASE64.matcher(text);
        while (base64.find()) {
            String run = base64.group().replace('-', '+').replace('_', '/').replace("=", "");
            // the run may begin inside a longer word, so all four places are tried
            for (int start = 0; start < 4 && run.length() - start >= 4; start++) {
                String whole = run.substring(start, start + (run.length() - start) / 4 * 4);
                String rest = run.substring(start + whole.length());
                byte[] decoded = Base64.getDecoder().decode(rest.length() > 1 ? whole + rest : whole);
                Optional<String> inside = in(decoded, depth + 1);
                if (inside.isPresent()) {
                    return inside;
                }
            }
        }
        Matcher hex = HEX.matcher(text);
        while (hex.find()) {
            Optional<String> inside = in(HexFormat.of().parseHex(hex.group()), depth + 1);
            if (inside.isPresent()) {
                return inside;
            }
        }
        return Optional.empty();
    }

    private Optional<String> inCompressed(byte[] bytes, int depth) {
        for (int at = 0; at + 2 < bytes.length; at++) {
            int first = bytes[at] & 0xff;
            int second = bytes[at + 1] & 0xff;
            if (first == 0x1f && second == 0x8b || first == 0x78 && (first << 8 | second) % 31 == 0) {
                byte[] inflated = inflated(bytes, at, first == 0x1f);
                if (inflated.length > 0) {
                    Optional<String> inside = in(inflated, depth + 1);
                    if (inside.isPresent()) {
                        return inside;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static byte[] inflated(byte[] bytes, int at, boolean gzip) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayInputStream rest = new ByteArrayInputStream(bytes, at, bytes.length - at);
        try (InputStream in = gzip ? new GZIPInputStream(rest) : new InflaterInputStream(rest)) {
            byte[] buffer = new byte[8192];
            for (int read = in.read(buffer); read > 0 && out.size() < MOST_INFLATED; read = in.read(buffer)) {
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // two bytes looked like the beginning of something compressed; what came out before it broke off counts
            return out.toByteArray();
        }
        return out.toByteArray();
    }
}
