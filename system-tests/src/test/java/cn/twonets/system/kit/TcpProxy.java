package cn.twonets.system.kit;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A bad network between two processes of this machine: listens on a loopback port and passes everything on to
 * another, as slowly, as late or as little as it is told. What it is told holds at once, for open connections too.
 */
public final class TcpProxy implements AutoCloseable {
    private static final int CHUNK = 64 * 1024;
    private static final int CONNECT_MILLIS = 2_000;
    private static final byte[] LOOPBACK = "127.0.0.1".getBytes(StandardCharsets.US_ASCII);

    private final int target;
    private final boolean kafka;
    private final ServerSocket door;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Duration latency = Duration.ZERO;
    private long bytesPerSecond = Long.MAX_VALUE;
    private boolean hole;
    private volatile boolean cut;

    private TcpProxy(int port, int target, boolean kafka) {
        this.target = target;
        this.kafka = kafka;
        try {
            door = new ServerSocket();
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("proxy-door").start(this::accept);
    }

    /** A healthy way to a loopback port. */
    public static TcpProxy to(int target) {
        return new TcpProxy(0, target, false);
    }

    /** A healthy way from a port that is free to another one. */
    public static TcpProxy at(int port, int target) {
        return new TcpProxy(port, target, false);
    }

    /** A healthy way to a Kafka broker: where the broker tells clients its own port, it tells them this one instead. */
    public static TcpProxy toKafka(int target) {
        return new TcpProxy(0, target, true);
    }

    /** Where it listens. */
    public int port() {
        return door.getLocalPort();
    }

    /** How many connections were asked for so far. */
    public long connections() {
        return connections.get();
    }

    /** How many bytes were passed on so far, both ways together. */
    public long bytes() {
        return bytes.get();
    }

    /** Every piece of at most 64 KiB arrives so much later, each way. */
    public void slow(Duration each) {
        change(() -> latency = each);
    }

    /** So many bytes a second at the most, each way of each connection. */
    public void narrow(long perSecond) {
        change(() -> bytesPerSecond = perSecond);
    }

    /**
     * Half open: connections stay and new ones are made, but nothing arrives. What was sent meanwhile arrives when it is
     * healed, even if the sender has given up by then, as on a real network.
     */
    public void blackHole() {
        change(() -> hole = true);
    }

    /** Resets every connection, and every new one as soon as it is made. */
    public void cut() {
        cut = true;
        reset();
    }

    /** Resets the connections that are open now. */
    public void reset() {
        open.forEach(TcpProxy::resetOne);
    }

    /** Everything passes at once again. */
    public void heal() {
        cut = false;
        change(() -> {
            latency = Duration.ZERO;
            bytesPerSecond = Long.MAX_VALUE;
            hole = false;
        });
    }

    @Override
    public void close() {
        cut = true;
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            reset();
            heal();
        }
    }

    private void change(Runnable setting) {
        lock.lock();
        try {
            setting.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket client = door.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().name("proxy-connection").start(() -> serve(client));
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        if (cut) {
            resetOne(client);
            return;
        }
        Socket server = new Socket();
        open.add(client);
        open.add(server);
        try (client; server) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), CONNECT_MILLIS);
            Thread up = Thread.ofVirtual().name("proxy-up").start(() -> pump(client, server, false));
            pump(server, client, kafka);
            up.join();
        } catch (IOException e) {
            resetOne(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
            open.remove(server);
        }
    }

    /** Passes one direction on until it ends; an end is passed on too, and a failure ends both directions. */
    private void pump(Socket from, Socket to, boolean telling) {
        try {
            if (telling) {
                passAnswers(new DataInputStream(from.getInputStream()), new DataOutputStream(to.getOutputStream()));
            } else {
                passBytes(from.getInputStream(), to.getOutputStream());
            }
            to.shutdownOutput();
        } catch (IOException e) {
            resetOne(from);
            resetOne(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void passBytes(InputStream in, OutputStream out) throws IOException, InterruptedException {
        byte[] buffer = new byte[CHUNK];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            pass(buffer, count, out);
        }
    }

    /** Kafka's answers, whole: a length of four bytes, then as many. */
    private void passAnswers(DataInputStream in, DataOutputStream out) throws IOException, InterruptedException {
        for (int first = in.read(); first >= 0; first = in.read()) {
            int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
            byte[] frame = new byte[Integer.BYTES + length];
            ByteBuffer.wrap(frame).putInt(length);
            in.readFully(frame, Integer.BYTES, length);
            replace(frame, address(target), address(port()));
            pass(frame, frame.length, out);
        }
    }

    private void pass(byte[] data, int count, OutputStream out) throws IOException, InterruptedException {
        delay(count);
        out.write(data, 0, count);
        out.flush();
        bytes.addAndGet(count);
    }

    private void delay(int count) throws InterruptedException {
        long begun = System.nanoTime();
        lock.lock();
        try {
            while (true) {
                long wanted = latency.toNanos() + (bytesPerSecond == Long.MAX_VALUE
                        ? 0
                        : TimeUnit.SECONDS.toNanos(count) / bytesPerSecond);
                long left = wanted - (System.nanoTime() - begun);
                if (hole) {
                    changed.await();
                } else if (left > 0) {
                    changed.awaitNanos(left);
                } else {
                    return;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Host and port as Kafka's answers hold them: a string of nine bytes, then four bytes. */
    private static byte[] address(int port) {
        return ByteBuffer.allocate(LOOPBACK.length + Integer.BYTES).put(LOOPBACK).putInt(port).array();
    }

    private static void replace(byte[] frame, byte[] old, byte[] by) {
        for (int at = 0; at + old.length <= frame.length; at++) {
            if (frame[at] == old[0] && Arrays.equals(frame, at, at + old.length, old, 0, old.length)) {
                System.arraycopy(by, 0, frame, at, by.length);
            }
        }
    }

    private static void resetOne(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
        } catch (IOException e) {
            // A connection that is gone already is what was wanted.
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
