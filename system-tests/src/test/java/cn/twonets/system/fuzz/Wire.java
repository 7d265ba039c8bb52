package cn.twonets.system.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 byte by byte: an ordinary client would mend or refuse much of what is sent here. One request a connection. */
final class Wire {
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private Wire() {
    }

    /**
     * What came back.
     *
     * @param headers by their names in lower case; of several with one name, all, joined by a comma
     */
    record Reply(int status, Map<String, String> headers, byte[] body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /**
     * What is sent.
     *
     * @param bytes whole, with {@code Connection: close}
     * @param answeredWithoutBody whatever the answer's headers say
     * @param brokenOff whether the connection ends behind it, as it does when a caller goes away
     */
    record Request(byte[] bytes, boolean answeredWithoutBody, boolean brokenOff) {}

    /** Nothing that is an answer came back. */
    static class NoAnswerException extends Exception {
        private static final long serialVersionUID = 1L;

        NoAnswerException(String what) {
            super(what);
        }
    }

    /** Nothing came back, and the connection stayed open. */
    static final class HangsException extends NoAnswerException {
        private static final long serialVersionUID = 1L;

        HangsException(String what) {
            super(what);
        }
    }

    /**
     * Sends a request and reads the answer up to the end of the connection.
     *
     * @param patience so long may pass without a byte
     */
    static Reply send(URI root, Request request, Duration patience)
            throws IOException, NoAnswerException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(root.getHost(), root.getPort()), (int) patience.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            IOException broken = write(socket, request);
            try {
                socket.getInputStream().transferTo(answer);
            } catch (SocketTimeoutException e) {
                throw new HangsException("hangs: nothing for " + patience.toSeconds() + " s after "
                        + answer.size() + " bytes");
            } catch (IOException e) {
                if (answer.size() == 0) {
                    throw broken == null ? e : broken;
                }
            }
        }
        return parsed(answer.toByteArray(), request.answeredWithoutBody());
    }

    /** Whoever refuses a request before it is whole may close; what it said first counts all the same. */
    private static @Nullable IOException write(Socket socket, Request request) {
        try {
            socket.getOutputStream().write(request.bytes());
            socket.getOutputStream().flush();
            if (request.brokenOff()) {
                socket.shutdownOutput();
            }
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private static Reply parsed(byte[] answer, boolean withoutBody) throws NoAnswerException {
        int end = indexOf(answer, END_OF_HEAD);
        if (end < 0) {
            throw new NoAnswerException("the connection was closed after " + answer.length + " bytes");
        }
        String[] lines = new String(answer, 0, end, StandardCharsets.ISO_8859_1).split("\r\n");
        String[] first = lines[0].split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("[1-5][0-9]{2}")) {
            throw new NoAnswerException("not HTTP: " + lines[0]);
        }
        int status = Integer.parseInt(first[1]);
        byte[] rest = java.util.Arrays.copyOfRange(answer, end + END_OF_HEAD.length, answer.length);
        if (status == 100) {
            return parsed(rest, withoutBody);
        }
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1) {
                throw new NoAnswerException("not a header: " + lines[i]);
            }
            headers.merge(lines[i].substring(0, colon).toLowerCase(Locale.ROOT), lines[i].substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
        return new Reply(status, headers, withoutBody ? new byte[0] : body(headers, rest));
    }

    private static byte[] body(Map<String, String> headers, byte[] rest) throws NoAnswerException {
        if (headers.getOrDefault("transfer-encoding", "").toLowerCase(Locale.ROOT).contains("chunked")) {
            return unchunked(rest);
        }
        String length = headers.get("content-length");
        if (length != null && Long.parseLong(length) != rest.length) {
            throw new NoAnswerException("says " + length + " bytes and sends " + rest.length);
        }
        return rest;
    }

    private static byte[] unchunked(byte[] rest) throws NoAnswerException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int line = at;
            while (line + 1 < rest.length && (rest[line] != '\r' || rest[line + 1] != '\n')) {
                line++;
            }
            if (line + 1 >= rest.length) {
                throw new NoAnswerException("the answer breaks off after " + rest.length + " bytes");
            }
            int size = Integer.parseInt(
                    new String(rest, at, line - at, StandardCharsets.US_ASCII).split(";")[0].strip(),
                    16);
            if (size == 0) {
                return body.toByteArray();
            }
            if (line + 2 + size > rest.length) {
                throw new NoAnswerException("the answer breaks off within a chunk");
            }
            body.write(rest, line + 2, size);
            at = line + 2 + size + 2;
        }
    }

    private static int indexOf(byte[] in, byte[] what) {
        for (int at = 0; at + what.length <= in.length; at++) {
            if (java.util.Arrays.equals(in, at, at + what.length, what, 0, what.length)) {
                return at;
            }
        }
        return -1;
    }
}
