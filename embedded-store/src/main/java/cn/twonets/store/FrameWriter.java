package cn.twonets.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Appends frames to one file. Used by one thread at a time. */
final class FrameWriter implements AutoCloseable {
    static final byte[] MAGIC = "TWNSTOR1".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFERED = 256 << 10;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFERED);
    private long length;

    private FrameWriter(FileChannel channel) throws IOException {
        this.channel = channel;
        this.length = channel.size();
        channel.position(length);
    }

    /** A new file. */
    static FrameWriter create(Path file) throws IOException {
        FrameWriter writer = new FrameWriter(
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        writer.put(MAGIC);
        writer.flush();
        return writer;
    }

    /** Goes on behind the given length of a file; what stands there is cut off. */
    static FrameWriter continueAt(Path file, long length) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        channel.truncate(length < MAGIC.length ? 0 : length);
        FrameWriter writer = new FrameWriter(channel);
        if (writer.length == 0) {
            writer.put(MAGIC);
            writer.flush();
        }
        return writer;
    }

    void append(Frame frame) throws IOException {
        put(frame.head().array());
        for (byte[] piece : frame.pieces()) {
            put(piece);
        }
        put(new byte[]{Frame.CLOSING});
    }

    /** Hands all that was appended to the operating system. */
    void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** Returns when what was flushed is on the disk. */
    void force() throws IOException {
        channel.force(false);
    }

    long length() {
        return length;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void put(byte[] bytes) throws IOException {
        length += bytes.length;
        int from = 0;
        while (from < bytes.length) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int count = Math.min(buffer.remaining(), bytes.length - from);
            buffer.put(bytes, from, count);
            from += count;
        }
    }
}
