package cn.twonets.system.owasp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** An address that nobody has a reason to call, and that counts who does. */
final class Listener implements AutoCloseable {
    private static final int PATIENCE = 2_000;

    private final ServerSocket socket;
    private final AtomicInteger calls = new AtomicInteger();

    Listener() {
        try {
            socket = new ServerSocket();
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("listener").start(this::listen);
    }

    private void listen() {
        while (!socket.isClosed()) {
            try (Socket caller = socket.accept()) {
                calls.incrementAndGet();
                caller.setSoTimeout(PATIENCE);
                caller.getInputStream().read(new byte[8_192]);
                caller.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                        .getBytes());
            } catch (IOException ended) {
                // the caller went away, or the test ended
            }
        }
    }

    String uri() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    int calls() {
        return calls.get();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
