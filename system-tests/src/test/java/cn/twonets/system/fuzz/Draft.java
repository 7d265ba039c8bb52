package cn.twonets.system.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request in the making: good at first, then spoiled in this or that place. */
final class Draft {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern TIME = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T");
    private static final Pattern RAW = Pattern.compile("\"@@RAW@@([A-Za-z0-9+/=]*)@@\"");

    final Operation operation;
    final boolean atDoor;
    String method;
    String path;
    final List<String> query = new ArrayList<>();
    final List<Header> headers = new ArrayList<>();
    @Nullable
    String post;
    List<String> roles = List.of();
    @Nullable
    JsonNode tree;
    byte @Nullable [] body;
    private boolean cut;

    /** One header line, as it is sent. */
    record Header(String name, String value) {}

    Draft(Operation operation, boolean atDoor, String path) {
        this.operation = operation;
        this.atDoor = atDoor;
        this.method = operation.method();
        this.path = path;
    }

    /** The same, to be spoiled apart. */
    Draft copy() {
        Draft copy = new Draft(operation, atDoor, path);
        copy.method = method;
        copy.query.addAll(query);
        copy.headers.addAll(headers);
        copy.post = post;
        copy.roles = roles;
        copy.tree = tree == null ? null : tree.deepCopy();
        copy.body = body == null ? null : body.clone();
        copy.cut = cut;
        return copy;
    }

    /** Whether a time stands in the body, or may. */
    boolean hasTimes() {
        return tree != null && (TIME.matcher(tree.toString()).find() || operation.collection().startsWith("need")
                || operation.collection().equals("appointments"));
    }

    void header(String name, String value) {
        without(name);
        headers.add(new Header(name, value));
    }

    void without(String name) {
        headers.removeIf(header -> header.name().equalsIgnoreCase(name));
    }

    String headerOr(String name, String otherwise) {
        return headers.stream().filter(header -> header.name().equalsIgnoreCase(name)).map(Header::value).findFirst()
                .orElse(otherwise);
    }

    /** Text that no tree can hold, such as a number that is none: it stands in the JSON as it is. */
    static String raw(String text) {
        return "@@RAW@@" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "@@";
    }

    /** The body so far, as text; from now on it is no tree any more. */
    byte[] bytes() {
        if (tree != null) {
            Matcher raw = RAW.matcher(JSON.writeValueAsString(tree));
            body = raw.replaceAll(match -> Matcher.quoteReplacement(
                    new String(Base64.getDecoder().decode(match.group(1)), StandardCharsets.UTF_8)))
                    .getBytes(StandardCharsets.UTF_8);
            tree = null;
        }
        return body == null ? new byte[0] : body;
    }

    String target() {
        return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    /** From now on, half of the body is announced and never sent. */
    void cut() {
        cut = true;
    }

    /** Whether less is sent than announced. */
    boolean isCut() {
        return cut && bytes().length > 0;
    }

    /** As it goes over the wire. */
    byte[] wire(String authority, @Nullable String token) {
        byte[] content = bytes();
        int half = content.length / 2;
        StringBuilder head = new StringBuilder(method).append(' ').append(target()).append(" HTTP/1.1\r\nHost: ")
                .append(authority).append("\r\nConnection: close\r\n");
        if (token != null) {
            head.append("Authorization: Bearer ").append(token).append("\r\n");
        }
        boolean chunked = headerOr("Transfer-Encoding", "").equals("chunked");
        headers.forEach(header -> head.append(header.name()).append(": ").append(header.value()).append("\r\n"));
        if (body != null && !chunked && headerOr("Content-Length", "").isEmpty()) {
            head.append("Content-Length: ").append(content.length).append("\r\n");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        if (chunked) {
            chunk(bytes, content, 0, half);
            if (!isCut()) {
                chunk(bytes, content, half, content.length);
                bytes.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        } else {
            bytes.write(content, 0, isCut() ? half : content.length);
        }
        return bytes.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream bytes, byte[] content, int from, int to) {
        if (to > from) {
            bytes.writeBytes((Integer.toHexString(to - from) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            bytes.write(content, from, to - from);
            bytes.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** As somebody can repeat it from a shell: {@code $TOKEN} is what the comment says. */
    String curl(String root) {
        StringBuilder curl = new StringBuilder();
        curl.append(post == null ? "# without a token\n" : "# TOKEN for " + post + " with " + roles + "\n");
        curl.append(isCut() ? "# the connection ends in the middle of the body\n" : "");
        byte[] content = bytes();
        boolean plain = content.length < 4_000 && isPlain(content);
        if (body != null && !plain) {
            curl.append("echo ").append(shown(Base64.getEncoder().encodeToString(content)))
                    .append(" | base64 -d | ");
        }
        curl.append("curl -sS -i --globoff --path-as-is -X ").append(method).append(' ')
                .append(quoted(root + target()));
        if (post != null) {
            curl.append(" -H \"Authorization: Bearer $TOKEN\"");
        }
        headers.forEach(header -> curl.append(" -H ").append(quoted(header.name() + ": " + shown(header.value()))));
        if (body != null) {
            curl.append(" --data-binary ").append(
                    plain ? quoted(new String(content, StandardCharsets.US_ASCII)) : "@-");
        }
        return curl.toString();
    }

    private static String shown(String text) {
        return text.length() <= 6_000
                ? text
                : text.substring(0, 400) + "…(" + text.length() + " characters)…" + text.substring(text.length() - 100);
    }

    private static boolean isPlain(byte[] content) {
        for (byte one : content) {
            if (one < ' ' || one > '~') {
                return false;
            }
        }
        return content.length == 0 || content[0] != '@';
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
