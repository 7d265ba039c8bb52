package cn.twonets.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Takes down every byte of chunked requests, and answers those that come to their end. */
final class Ear implements AutoCloseable {
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";
    private static final byte[] ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    /** What each connection brought, once that has ended; in one letter for each byte. */
    final List<String> heard = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    Ear(int port) {
        try {
            server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.submit(() -> {
            while (true) {
                Socket caller = server.accept();
                threads.submit(() -> listen(caller));
            }
        });
    }

    static boolean isWhole(String heard) {
        return heard.endsWith(LAST_CHUNK);
    }

    private void listen(Socket caller) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (caller) {
            byte[] some = new byte[64 * 1024];
            for (int n = caller.getInputStream().read(some); n >= 0; n = caller.getInputStream().read(some)) {
                bytes.write(some, 0, n);
                if (isWhole(bytes.toString(StandardCharsets.ISO_8859_1))) {
                    caller.getOutputStream().write(ANSWER);
                    break;
                }
            }
        } catch (IOException cut) {
            // heard no further than this, which is what is asked here
            bytes.writeBytes("(cut)".getBytes(StandardCharsets.US_ASCII));
        }
        heard.add(bytes.toString(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
