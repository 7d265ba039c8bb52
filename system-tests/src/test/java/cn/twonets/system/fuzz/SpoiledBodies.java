package cn.twonets.system.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Ways to spoil what is sent in a body. */
final class SpoiledBodies {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CANARY = GoodValues.CANARY;
    /** As they stand in JSON, quotes included. */
    private static final List<String> TEXTS = List.of("\"\"", "\" \"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"",
            "\"\\udc00\\ud800\"", "\"a\\ud83d\"", "\"\\ud83d" + CANARY + "\"", "\"\\u202e" + CANARY + "\"",
            "\"" + CANARY + "\"", "\"\\n\\r\\t\\u001b[31m" + CANARY + "\"", "\"مرحبا بالعالم\"", "\"=1+1\"",
            "\"$where\"",
            "\"../../etc/passwd\"", "\"<script>" + CANARY + "</script>\"", "\"%s%n{0}{}\"", "\"'; --\"", "\"null\"",
            "\"true\"", "\"0\"", "\"-1\"", "\"${jndi:ldap://127.0.0.1/a}\"", "\"\\ufeff\"", "\"\\uffff\"",
            "\"\\ud83d\\ude00\"", "\"" + "e\\u0301".repeat(200) + "\"", "\"" + "长".repeat(5_000) + "\"",
            "\"" + "x".repeat(65) + "\"", "\"" + "y".repeat(129) + "\"", "\"" + "z".repeat(100_000) + "\"");
    private static final List<String> NUMBERS = List.of("0", "-1", "-0", "0.0", "1.5", "1e0", "2147483647",
            "2147483648",
            "-2147483649", "9223372036854775807", "9223372036854775808", "1e400", "-1e-400", "1E+1000000000", "NaN",
            "Infinity", "01", "+1", ".5", "1.", "0x10", "9".repeat(999), "9".repeat(1_500), "\"7\"", "1e5",
            "1e99999999999");
    private static final List<String> TIMES = List.of("\"2026-02-30T00:00:00Z\"", "\"2026-11-21T24:00:00Z\"",
            "\"2026-11-21T23:59:60Z\"", "\"2026-11-21\"", "\"2026-11-21T10:00:00\"", "\"0000-01-01T00:00:00Z\"",
            "\"-0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999999999Z\"", "\"10000-01-01T00:00:00Z\"",
            "\"+10000-01-01T00:00:00Z\"", "\"+1000000000-12-31T23:59:59Z\"", "\"-1000000000-01-01T00:00:00Z\"",
            "\"1969-12-31T23:59:59Z\"", "\"2026-11-21T10:00:00+18:00\"", "\"2026-11-21T10:00:00+19:00\"", "1700000000",
            "1e300", "-1", "1700000000.999999999", "9223372036854775807", "\"1700000000\"",
            "\"2026-11-21T10:00:00Z[Asia/Shanghai]\"");

    private SpoiledBodies() {
    }

    /** A place in a tree that holds something. */
    private record Place(Consumer<JsonNode> put, Runnable remove, JsonNode value, String name) {}

    private static List<Place> places(Draft draft) {
        List<Place> places = new ArrayList<>();
        if (draft.tree != null) {
            gather(draft.tree, places);
        }
        return places;
    }

    private static void gather(JsonNode node, List<Place> places) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> {
                places.add(new Place(value -> object.set(field.getKey(), value), () -> object.remove(field.getKey()),
                        field.getValue(), field.getKey()));
                gather(field.getValue(), places);
            });
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                int at = i;
                places.add(new Place(value -> array.set(at, value), () -> array.remove(at), array.get(i), ""));
                gather(array.get(i), places);
            }
        }
    }

    private static void atSomePlace(Draft draft, SplittableRandom random, Consumer<Place> spoil) {
        List<Place> places = places(draft);
        if (!places.isEmpty()) {
            spoil.accept(places.get(random.nextInt(places.size())));
        }
    }

    private static void raw(Draft draft, SplittableRandom random, List<String> texts) {
        String text = texts.get(random.nextInt(texts.size()));
        atSomePlace(draft, random, place -> place.put().accept(JSON.stringNode(Draft.raw(text))));
    }

    static void drop(Draft draft, SplittableRandom random) {
        atSomePlace(draft, random, place -> place.remove().run());
    }

    static void nullField(Draft draft, SplittableRandom random) {
        atSomePlace(draft, random, place -> place.put().accept(JSON.nullNode()));
    }

    static void wrongType(Draft draft, SplittableRandom random) {
        raw(draft, random, List.of("{}", "[]", "[[]]", "true", "\"" + CANARY + "\"", "0", "{\"a\":null}", "[null]",
                "[{}]", "{\"\":{\"\":[]}}"));
    }

    static void oddText(Draft draft, SplittableRandom random) {
        raw(draft, random, TEXTS);
    }

    static void oddNumber(Draft draft, SplittableRandom random) {
        List<Place> numbers = places(draft).stream().filter(place -> place.value().isNumber()).toList();
        String text = NUMBERS.get(random.nextInt(NUMBERS.size()));
        if (numbers.isEmpty()) {
            raw(draft, random, NUMBERS);
        } else {
            numbers.get(random.nextInt(numbers.size())).put().accept(JSON.stringNode(Draft.raw(text)));
        }
    }

    static void oddTime(Draft draft, SplittableRandom random) {
        List<Place> times = places(draft).stream()
                .filter(place -> place.value().isString()
                        && place.value().asString().matches("[0-9]{4}-[0-9]{2}-[0-9]{2}T.*"))
                .toList();
        String text = TIMES.get(random.nextInt(TIMES.size()));
        if (!times.isEmpty()) {
            times.get(random.nextInt(times.size())).put().accept(JSON.stringNode(Draft.raw(text)));
        } else if (draft.tree instanceof ObjectNode object) {
            List<String> names = List.of("at", "validFrom", "validTo", "reviewAt");
            object.put(names.get(random.nextInt(names.size())), Draft.raw(text));
        }
    }

    static void extraField(Draft draft, SplittableRandom random) {
        List<String> names = List.of("extra", "", "$set", "a.b", "__proto__", "id", "\u0000", "长", "@type", "_id",
                "x".repeat(3_000));
        String name = names.get(random.nextInt(names.size()));
        List<ObjectNode> objects = new ArrayList<>();
        if (draft.tree instanceof ObjectNode root) {
            objects.add(root);
        }
        places(draft).forEach(place -> {
            if (place.value() instanceof ObjectNode object) {
                objects.add(object);
            }
        });
        if (!objects.isEmpty()) {
            objects.get(random.nextInt(objects.size())).put(name, CANARY);
        }
    }

    static void nullElement(Draft draft, SplittableRandom random) {
        List<ArrayNode> arrays = places(draft).stream().map(Place::value).filter(ArrayNode.class::isInstance)
                .map(ArrayNode.class::cast).toList();
        if (!arrays.isEmpty()) {
            ArrayNode array = arrays.get(random.nextInt(arrays.size()));
            array.insertNull(random.nextInt(array.size() + 1));
        } else if (draft.tree instanceof ObjectNode object) {
            List<String> names = List.of("members", "aidKinds", "conditions", "services", "specialGroups", "values");
            object.putArray(names.get(random.nextInt(names.size()))).addNull();
        }
    }

    static void manyElements(Draft draft, SplittableRandom random) {
        List<ArrayNode> arrays = places(draft).stream().map(Place::value).filter(ArrayNode.class::isInstance)
                .map(ArrayNode.class::cast).filter(array -> !array.isEmpty()).toList();
        if (!arrays.isEmpty()) {
            ArrayNode array = arrays.get(random.nextInt(arrays.size()));
            int[] sizes = {0, 2, 21, 201, 501, 1_001};
            int wanted = sizes[random.nextInt(sizes.length)];
            JsonNode first = array.get(0).deepCopy();
            array.removeAll();
            for (int i = 0; i < wanted; i++) {
                array.add(first);
            }
        }
    }

    static void deepValue(Draft draft, SplittableRandom random) {
        int depth = List.of(100, 490, 499, 500, 501, 1_000, 20_000).get(random.nextInt(7));
        raw(draft, random, List.of("[".repeat(depth) + "]".repeat(depth),
                "{\"a\":".repeat(depth) + "1" + "}".repeat(depth)));
    }

    static void otherRoot(Draft draft, SplittableRandom random) {
        List<String> roots = List.of("null", "[]", "{}", "true", "0", "\"" + CANARY + "\"", "[{}]", " ", "\"\\ud800\"");
        draft.tree = JSON.stringNode(Draft.raw(roots.get(random.nextInt(roots.size()))));
    }

    static void fieldTwice(Draft draft, SplittableRandom random) {
        String text = new String(draft.bytes(), StandardCharsets.UTF_8);
        if (text.startsWith("{\"")) {
            String name = text.substring(1, text.indexOf('"', 2) + 1);
            draft.body = ("{" + name + ":" + (random.nextBoolean() ? "null" : "\"" + CANARY + "\"") + ","
                    + text.substring(1)).getBytes(StandardCharsets.UTF_8);
        }
    }

    static void brokenBytes(Draft draft, SplittableRandom random) {
        byte[] body = draft.bytes();
        byte[][] bits = {{0}, {(byte) 0xff}, {(byte) 0xc3, 0x28}, {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, {'\\'},
                {'"'},
                {'{'}, {'}'}, {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}};
        int at = random.nextInt(body.length + 1);
        draft.body = switch (random.nextInt(4)) {
            case 0 -> Arrays.copyOf(body, at);
            case 1 -> spliced(body, at, bits[random.nextInt(bits.length)]);
            case 2 -> spliced(body, body.length, "{\"second\":1}".getBytes(StandardCharsets.US_ASCII));
            default -> flipped(body, at, random.nextInt(8));
        };
    }

    private static byte[] spliced(byte[] body, int at, byte[] bits) {
        byte[] spliced = Arrays.copyOf(body, body.length + bits.length);
        System.arraycopy(bits, 0, spliced, at, bits.length);
        System.arraycopy(body, at, spliced, at + bits.length, body.length - at);
        return spliced;
    }

    private static byte[] flipped(byte[] body, int at, int bit) {
        byte[] flipped = body.clone();
        if (at < flipped.length) {
            flipped[at] ^= (byte) (1 << bit);
        }
        return flipped;
    }

    static void otherEncoding(Draft draft, SplittableRandom random) {
        List<String> charsets = List.of("UTF-16BE", "UTF-16LE", "UTF-16", "UTF-32", "GB18030", "IBM037", "ISO-8859-1");
        String charset = charsets.get(random.nextInt(charsets.size()));
        draft.body = new String(draft.bytes(), StandardCharsets.UTF_8).getBytes(Charset.forName(charset));
        if (random.nextBoolean()) {
            draft.header("Content-Type", "application/json;charset=" + charset);
        }
    }

    static void compressed(Draft draft, SplittableRandom random) {
        byte[] body = draft.bytes();
        List<String> names = List.of("gzip", "x-gzip", "GZIP", "gzip, gzip", "deflate", "br", "identity", "");
        draft.header("Content-Encoding", names.get(random.nextInt(names.size())));
        draft.body = switch (random.nextInt(4)) {
            case 0 -> body;
            case 1 -> Arrays.copyOf(zipped(body), 12);
            case 2 -> zipped(new byte[3 * 1024 * 1024]);
            default -> zipped(body);
        };
    }

    private static byte[] zipped(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static void cut(Draft draft, SplittableRandom random) {
        byte[] body = draft.bytes();
        // what ends in blanks may be whole without half of them
        if (body.length > 0 && body[body.length - 1] != ' ') {
            draft.cut();
        }
    }

    static void large(Draft draft, SplittableRandom random) {
        byte[] body = draft.bytes();
        byte[] large = new byte[random.nextBoolean() ? 1024 * 1024 + 1 : 1024 * 1024];
        Arrays.fill(large, (byte) ' ');
        System.arraycopy(body, 0, large, 0, Math.min(body.length, large.length));
        draft.body = large;
    }
}
