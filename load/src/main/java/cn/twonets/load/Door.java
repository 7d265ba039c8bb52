package cn.twonets.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A lean HTTP/1.1 client for one address: blocking, meant for virtual threads, as many connections as there are calls at
 * once, kept alive. It exists because the callers share the machine with what they measure. It retries nothing.
 */
public final class Door implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int ANSWER_MILLIS = 65_000;
    /** Servers close what lies idle; a connection this young is not yet forgotten. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final int MOST_HEADERS = 200;

    private final InetSocketAddress address;
    private final String host;
    private final ConcurrentLinkedDeque<Line> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** @param root scheme, host and port; {@code http} only */
    public Door(URI root) {
        this.address = new InetSocketAddress(root.getHost(), root.getPort());
        this.host = root.getHost() + ":" + root.getPort();
    }

    /**
     * Posts JSON.
     *
     * @param token a bearer token
     * @param key the idempotency key
     * @throws java.net.ConnectException if nothing listens: the request was not sent
     * @throws IOException otherwise: whether it was done is unknown
     */
    public Reply post(String token, String path, byte[] body, String key) throws IOException {
        byte[] head = ("POST " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer " + token
                + "\r\nAccept: application/json, application/problem+json\r\nContent-Type: application/json"
                + "\r\nIdempotency-Key: " + key + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] request = new byte[head.length + body.length];
        System.arraycopy(head, 0, request, 0, head.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return send(request);
    }

    /**
     * Reads.
     *
     * @param token a bearer token; null for open paths
     */
    public Reply get(@Nullable String token, String path) throws IOException {
        String authorization = token == null ? "" : "\r\nAuthorization: Bearer " + token;
        return send(("GET " + path + " HTTP/1.1\r\nHost: " + host + authorization
                + "\r\nAccept: application/json, text/plain\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    private Reply send(byte[] request) throws IOException {
        Line line = line();
        boolean kept = false;
        try {
            line.socket.getOutputStream().write(request);
            Reply reply = line.read();
            kept = line.reusable;
            return reply;
        } finally {
            if (kept && !closed) {
                line.since = System.nanoTime();
                idle.push(line);
            } else {
                line.close();
            }
        }
    }

    private Line line() throws IOException {
        for (Line kept = idle.poll(); kept != null; kept = idle.poll()) {
            if (System.nanoTime() - kept.since < FRESH_NANOS) {
                return kept;
            }
            kept.close();
        }
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWER_MILLIS);
            socket.connect(address, CONNECT_MILLIS);
            return new Line(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    @Override
    public void close() {
        closed = true;
        for (Line line = idle.poll(); line != null; line = idle.poll()) {
            line.close();
        }
    }

    /** One connection, used by one call at a time. */
    private static final class Line {
        private final Socket socket;
        private final InputStream in;
        private boolean reusable;
        private long since;

        Line(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream(), 4_096);
        }

        Reply read() throws IOException {
            reusable = false;
            String status = text();
            int length = -1;
            boolean chunked = false;
            boolean close = false;
            int retryAfter = 0;
            String header = text();
            for (int count = 0; !header.isEmpty(); header = text()) {
                if (++count > MOST_HEADERS) {
                    throw new IOException("an answer without an end of its headers");
                }
                int colon = header.indexOf(':');
                if (colon > 0) {
                    String value = header.substring(colon + 1).strip();
                    switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
                        case "content-length" -> length = Integer.parseInt(value);
                        case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
                        case "connection" -> close = value.equalsIgnoreCase("close");
                        case "retry-after" -> retryAfter = number(value);
                        default -> {
                        }
                    }
                }
            }
            int code = Integer.parseInt(status.substring(9, 12));
            byte[] body = chunked ? chunks() : length > 0 ? exactly(length) : new byte[0];
            reusable = !close && (chunked || length >= 0 || code == 204);
            return new Reply(code, body, retryAfter);
        }

        private byte[] chunks() throws IOException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            for (int size = chunkSize(); size > 0; size = chunkSize()) {
                body.write(exactly(size));
                text();
            }
            while (!text().isEmpty()) {
                // trailers say nothing that anybody here reads
            }
            return body.toByteArray();
        }

        private int chunkSize() throws IOException {
            String line = text();
            int semicolon = line.indexOf(';');
            return Integer.parseInt((semicolon < 0 ? line : line.substring(0, semicolon)).strip(), 16);
        }

        private byte[] exactly(int length) throws IOException {
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new EOFException("the answer broke off");
            }
            return body;
        }

        private String text() throws IOException {
            StringBuilder line = new StringBuilder(64);
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new EOFException("the connection was closed before the answer");
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        private static int number(String value) {
            try {
                return Integer.parseInt(value);
            } catch (NumberFormatException e) {
                return 1;
            }
        }

        void close() {
            try {
                socket.close();
            } catch (IOException e) {
                // nothing is lost: every answer was read before
            }
        }
    }
}
