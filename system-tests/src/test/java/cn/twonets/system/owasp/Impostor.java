package cn.twonets.system.owasp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands where a service or the issuer should stand. It passes everything on, faithfully, until it is told to lie on some
 * paths: then it answers there whatever it likes, byte for byte.
 */
final class Impostor implements AutoCloseable {
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final int real;
    private final ServerSocket socket;
    private final Map<String, byte[]> lies = new ConcurrentHashMap<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger told = new AtomicInteger();

    /** @param real the port of the one it stands for */
    Impostor(int real) {
        this.real = real;
        try {
            socket = new ServerSocket();
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("impostor-of-" + real).start(this::listen);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** An honest answer in form. */
    static byte[] answer(int status, String type, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return raw("HTTP/1.1 " + status + " Any\r\nContent-Type: " + type + "\r\nContent-Length: " + bytes.length
                + "\r\nConnection: close\r\n\r\n" + body);
    }

    static byte[] raw(String answer) {
        return answer.getBytes(StandardCharsets.UTF_8);
    }

    /** From now on answers so to paths that begin like that. Connections that are open are cut, so that all hear it. */
    void lie(String path, byte[] answer) {
        lies.put(path, answer);
        cut();
    }

    /** Passes everything on again; whoever never lied cuts nobody off. */
    void beHonest() {
        if (!lies.isEmpty()) {
            lies.clear();
            cut();
        }
    }

    /** How many lies were told so far. */
    int told() {
        return told.get();
    }

    private void cut() {
        open.forEach(Impostor::close);
        open.clear();
    }

    private void listen() {
        while (!socket.isClosed()) {
            try {
                Socket caller = socket.accept();
                Thread.ofVirtual().start(() -> serve(caller));
            } catch (IOException ended) {
                // the test is over
            }
        }
    }

    private void serve(Socket caller) {
        open.add(caller);
        try (caller) {
            byte[] head = head(caller.getInputStream());
            if (head.length == 0) {
                return;
            }
            String text = new String(head, StandardCharsets.ISO_8859_1);
            String path = text.split(" ", 3)[1];
            byte[] lie = lies.entrySet().stream().filter(one -> path.startsWith(one.getKey())).findFirst()
                    .map(Map.Entry::getValue)
                    .orElse(null);
            if (lie != null) {
                told.incrementAndGet();
                caller.getOutputStream().write(lie);
                caller.getOutputStream().flush();
                caller.shutdownOutput();
                caller.getInputStream().readAllBytes();
                return;
            }
            if (!lies.isEmpty()) {
                int line = text.indexOf("\r\n") + 2;
                head = (text.substring(0, line) + "Connection: close\r\n" + text.substring(line))
                        .getBytes(StandardCharsets.ISO_8859_1);
            }
            pass(caller, head);
        } catch (IOException ended) {
            // either side went away, as sides do
        } finally {
            open.remove(caller);
        }
    }

    private void pass(Socket caller, byte[] head) throws IOException {
        try (Socket service = new Socket(InetAddress.getLoopbackAddress(), real)) {
            open.add(service);
            service.getOutputStream().write(head);
            Thread back = Thread.ofVirtual().start(() -> pump(service, caller));
            pump(caller, service);
            back.join();
            open.remove(service);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException ended) {
            close(from);
            close(to);
        }
    }

    private static byte[] head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int matched = 0;
        while (matched < END_OF_HEAD.length) {
            int next = in.read();
            if (next < 0) {
                return new byte[0];
            }
            head.write(next);
            matched = next == END_OF_HEAD[matched] ? matched + 1 : next == END_OF_HEAD[0] ? 1 : 0;
        }
        return head.toByteArray();
    }

    private static void close(Socket one) {
        try {
            one.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}
