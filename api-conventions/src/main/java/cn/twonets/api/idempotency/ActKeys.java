package cn.twonets.api.idempotency;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Makes {@link ActKey}s. */
public final class ActKeys {
    public static final String HEADER = "Idempotency-Key";

    /** Bare, or quoted as the header's draft standard writes it. */
    private static final Pattern FORM = Pattern.compile("\"[!#-\\[\\]-~]{1,128}\"|[!#-\\[\\]-~]{1,128}");
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int KEY_LENGTH = 26;
    private static final JsonMapper CANONICAL = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private ActKeys() {
    }

    /**
     * For a whole request.
     *
     * @param header the {@code Idempotency-Key} as it came; null or blank makes a key that never repeats
     * @param target method and path
     * @param body as received
     * @throws Refusal 400 if the header is longer than 128 characters or has others than visible ASCII
     */
    public static ActKey of(Caller caller, @Nullable String header, String target, byte[] body) {
        return new ActKey(key(caller, header), hash(target.getBytes(StandardCharsets.UTF_8), canonical(body)));
    }

    /** As {@link #of}, but refuses an absent header with 400 {@code idempotency-key-missing}. */
    public static ActKey required(Caller caller, @Nullable String header, String target, byte[] body) {
        if (header == null || header.isBlank()) {
            throw Refusal.of(StandardProblem.IDEMPOTENCY_KEY_MISSING).header(HEADER, "missing");
        }
        return of(caller, header, target, body);
    }

    /**
     * For one item of a creating batch, which names itself by an id that the client made. The same id as
     * {@code Idempotency-Key} of a single request gives the same {@link ActKey#creationId()}.
     *
     * @param item as it was read, before it was bound
     */
    public static ActKey ofItem(Caller caller, String clientId, JsonNode item) {
        return new ActKey(key(caller, clientId), hash(new byte[0], canonical(item)));
    }

    /**
     * For one item of a bulk act: repeating the whole request repeats every item's key.
     *
     * @param whole the request's own key
     * @param id what the item acts on
     * @param item the item; anything that Jackson can write
     */
    public static ActKey ofItem(ActKey whole, String id, Object item) {
        return new ActKey(base32(digest(bytes(whole.key()), bytes(id))),
                hash(bytes(id), canonical(CANONICAL.valueToTree(item))));
    }

    /**
     * The key under which the act of that request will be remembered.
     *
     * @return empty where the header is absent, so that nothing remembers it, or malformed, so that it will be refused
     */
    public static Optional<String> id(Caller caller, @Nullable String header) {
        return header == null || !FORM.matcher(header).matches() ? Optional.empty() : Optional.of(key(caller, header));
    }

    private static String key(Caller caller, @Nullable String header) {
        if (header == null || header.isBlank()) {
            return base32(digest(bytes(UUID.randomUUID().toString()), new byte[0]));
        }
        if (!FORM.matcher(header).matches()) {
            throw Refusal.of(StandardProblem.INVALID_REQUEST).header(HEADER, "invalid-value");
        }
        String bare = header.startsWith("\"") ? header.substring(1, header.length() - 1) : header;
        return base32(digest(bytes(caller.post().value()), bytes(bare)));
    }

    private static byte[] canonical(byte[] body) {
        try {
            return body.length == 0 ? body : canonical(CANONICAL.readTree(body));
        } catch (JacksonException | NumberFormatException notJson) {
            // the parser has no fault of its own for a number that is beyond all
            return body;
        }
    }

    private static byte[] canonical(JsonNode tree) {
        Object value = CANONICAL.treeToValue(tree, Object.class);
        try {
            return CANONICAL.writeValueAsBytes(value);
        } catch (JacksonException halfACharacter) {
            return bytes(String.valueOf(value));
        }
    }

    private static String hash(byte[] target, byte[] content) {
        return HexFormat.of().formatHex(digest(target, content));
    }

    private static byte[] digest(byte[] first, byte[] second) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(first);
            sha.update((byte) 0);
            return sha.digest(second);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base32(byte[] digest) {
        StringBuilder text = new StringBuilder(KEY_LENGTH);
        int buffer = 0;
        int bits = 0;
        for (int i = 0; text.length() < KEY_LENGTH; i++) {
            buffer = buffer << 8 | digest[i] & 0xff;
            bits += 8;
            while (bits >= 5 && text.length() < KEY_LENGTH) {
                bits -= 5;
                text.append(ALPHABET.charAt(buffer >> bits & 31));
            }
            buffer &= (1 << bits) - 1;
        }
        return text.toString();
    }
}
