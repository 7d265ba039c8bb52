package cn.twonets.system.owasp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request as bytes: what no well-behaved client would send goes out as it stands. */
final class Wire {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PATIENCE = 60_000;

    private final URI root;
    private final String line;
    private final List<String> headers = new ArrayList<>();
    private byte @Nullable [] body;

    private Wire(URI root, String line) {
        this.root = root;
        this.line = line;
    }

    /** An ordinary request line. */
    static Wire to(URI root, String method, String target) {
        return line(root, method + " " + target + " HTTP/1.1").header("Host", root.getAuthority());
    }

    static Wire get(URI root, String target) {
        return to(root, "GET", target);
    }

    /** Any first line, and no header yet. */
    static Wire line(URI root, String line) {
        return new Wire(root, line);
    }

    Wire header(String name, String value) {
        headers.add(name + ": " + value);
        return this;
    }

    Wire as(String token) {
        return header("Authorization", "Bearer " + token);
    }

    /** Under an idempotency key of its own. */
    Wire keyed() {
        return header("Idempotency-Key", UUID.randomUUID().toString());
    }

    Wire json(String text) {
        return body("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    Wire body(String type, byte[] bytes) {
        body = bytes;
        return header("Content-Type", type).header("Content-Length", String.valueOf(bytes.length));
    }

    /** The bytes as they stand, under whatever headers were given. */
    Wire raw(byte[] bytes) {
        body = bytes;
        return this;
    }

    /** Sends it and reads until the connection ends. */
    Reply send() {
        try (Socket socket = new Socket(root.getHost(), root.getPort())) {
            socket.setSoTimeout(PATIENCE);
            header("Connection", "close");
            try {
                socket.getOutputStream().write(head());
                if (body != null) {
                    socket.getOutputStream().write(body);
                }
                socket.getOutputStream().flush();
                // a body that is owed never comes: else a server that has refused it waits for it all the same
                socket.shutdownOutput();
            } catch (SocketException refusedMeanwhile) {
                // whoever refuses early need not read the rest; the answer is there all the same
            }
            return Reply.parse(answer(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(line + " at " + root, e);
        }
    }

    /** All of it, or what came before the connection was reset: whoever refuses early leaves something unread. */
    private static byte[] answer(Socket socket) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] some = new byte[8_192];
        try {
            for (int read = socket.getInputStream().read(some); read >= 0; read = socket.getInputStream().read(some)) {
                answer.write(some, 0, read);
            }
        } catch (SocketException reset) {
            if (answer.size() == 0) {
                throw reset;
            }
        }
        return answer.toByteArray();
    }

    /** Sends the head and keeps the connection: the body is still owed. */
    Socket begin() {
        try {
            Socket socket = new Socket(root.getHost(), root.getPort());
            socket.setSoTimeout(PATIENCE);
            socket.getOutputStream().write(head());
            socket.getOutputStream().flush();
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] head() {
        StringBuilder head = new StringBuilder(line).append("\r\n");
        headers.forEach(header -> head.append(header).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /**
     * What came back.
     *
     * @param status 0 if the connection ended without an answer
     * @param headers by lower-case name, with every value
     */
    record Reply(int status, Map<String, List<String>> headers, String body) {
        static Reply parse(byte[] bytes) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (!text.startsWith("HTTP/1.") || end < 0) {
                return new Reply(0, Map.of(), text);
            }
            String[] head = text.substring(0, end).split("\r\n");
            Map<String, List<String>> headers = new TreeMap<>();
            for (int i = 1; i < head.length; i++) {
                int colon = head[i].indexOf(':');
                headers.computeIfAbsent(head[i].substring(0, colon).toLowerCase(Locale.ROOT), any -> new ArrayList<>())
                        .add(head[i].substring(colon + 1).strip());
            }
            String rest = text.substring(end + 4);
            String plain = headers.getOrDefault("transfer-encoding", List.of()).contains("chunked")
                    ? whole(rest)
                    : rest;
            return new Reply(Integer.parseInt(head[0].substring(9, 12)), headers,
                    new String(plain.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        }

        private static String whole(String chunks) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            int at = 0;
            while (true) {
                int end = chunks.indexOf("\r\n", at);
                if (end < 0) {
                    break;
                }
                int size = Integer.parseInt(chunks.substring(at, end).strip(), 16);
                if (size == 0) {
                    break;
                }
                int from = end + 2;
                int to = Math.min(from + size, chunks.length());
                whole.writeBytes(chunks.substring(from, to).getBytes(StandardCharsets.ISO_8859_1));
                at = to + 2;
            }
            return whole.toString(StandardCharsets.ISO_8859_1);
        }

        String header(String name) {
            return String.join("|", headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
        }

        JsonNode json() {
            return header("content-type").contains("json") && !body.isBlank()
                    ? JSON.readTree(body)
                    : JSON.missingNode();
        }

        /** The last part of the problem's type; empty if this is no problem. */
        String problem() {
            return json().path("type").asString("").replace("/problems/", "");
        }

        /** Pointers and codes of the fields at fault. */
        String faults() {
            StringBuilder faults = new StringBuilder();
            json().path("errors").forEach(error -> faults.append(error.path("pointer").asString(""))
                    .append(' ')
                    .append(error.path("code").asString(""))
                    .append(';'));
            return faults.toString();
        }

        /** All that a caller can see, but for what differs from call to call. */
        String seen(String id) {
            Map<String, List<String>> shown = new TreeMap<>(headers);
            shown.keySet().removeAll(List.of("date", "content-length", "x-correlation-id", "traceparent", "connection",
                    "keep-alive", "transfer-encoding"));
            return (status + " " + shown + " " + body).replace(id, "ID")
                    .replaceAll("\"traceId\":\"[^\"]*\"", "\"traceId\":\"\"");
        }
    }
}
