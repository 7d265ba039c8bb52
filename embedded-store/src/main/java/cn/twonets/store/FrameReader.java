package cn.twonets.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one file and tells a torn tail from damage. Torn is only what an interrupted append can leave: a
 * record that the file's end, or zeros up to the file's end, cut short. Everything else is damage.
 */
final class FrameReader implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    private final Path file;
    private final FileChannel channel;
    private final long size;
    private final long written;
    private ByteBuffer buffer = ByteBuffer.allocate(CHUNK).limit(0);
    private long position;
    private boolean torn;

    FrameReader(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.size = channel.size();
        this.written = withoutTrailingZeros();
        readMagic();
    }

    /**
     * The next record's payload, or null at the end or before a torn tail.
     *
     * @throws StoreDamagedException when what follows is neither a record nor a torn tail
     */
    @Nullable
    ByteBuffer next() throws IOException {
        if (torn || position == size) {
            return null;
        }
        if (written - position <= Frame.HEAD) {
            return tear();
        }
        byte[] head = bytes(Frame.HEAD);
        ByteBuffer fields = ByteBuffer.wrap(head);
        int length = fields.getInt();
        int checksum = fields.getInt();
        if (fields.getInt() != Frame.checksumOf(head, Frame.CHECKED_HEAD) || length < 0) {
            throw new StoreDamagedException(file, position, "a record's head does not match its checksum");
        }
        long end = position + Frame.HEAD + length + 1;
        if (end > written) {
            return tear();
        }
        byte[] body = bytes(Frame.HEAD + length + 1);
        byte[] payload = Arrays.copyOfRange(body, Frame.HEAD, Frame.HEAD + length);
        if (body[body.length - 1] != Frame.CLOSING || Frame.checksumOf(payload, length) != checksum) {
            throw new StoreDamagedException(file, position, "a record does not match its checksum");
        }
        position = end;
        buffer.position(buffer.position() + body.length);
        return ByteBuffer.wrap(payload);
    }

    /** Where the last whole record ends. */
    long position() {
        return position;
    }

    /** Whether something incomplete follows the last whole record. */
    boolean isTorn() {
        return torn;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private @Nullable ByteBuffer tear() {
        torn = true;
        return null;
    }

    private void readMagic() throws IOException {
        byte[] magic = bytes(FrameWriter.MAGIC.length);
        if (Arrays.equals(magic, FrameWriter.MAGIC)) {
            position = magic.length;
            buffer.position(buffer.position() + magic.length);
        } else if (written < FrameWriter.MAGIC.length
                && Arrays.equals(magic, 0, (int) written, FrameWriter.MAGIC, 0, (int) written)) {
            torn = true;
        } else {
            throw new StoreDamagedException(file, 0, "it does not begin like a file of this store");
        }
    }

    /** The next bytes without passing them; fewer at the end of the file. */
    private byte[] bytes(int count) throws IOException {
        while (buffer.remaining() < count) {
            if (buffer.capacity() < count) {
                buffer = ByteBuffer.allocate(count + CHUNK).put(buffer).flip();
            }
            buffer.compact();
            int read = channel.read(buffer);
            buffer.flip();
            if (read < 0) {
                break;
            }
        }
        byte[] bytes = new byte[Math.min(count, buffer.remaining())];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }

    private long withoutTrailingZeros() throws IOException {
        long end = size;
        ByteBuffer tail = ByteBuffer.allocate(CHUNK);
        while (end > 0) {
            long from = Math.max(0, end - CHUNK);
            tail.clear().limit((int) (end - from));
            while (tail.hasRemaining() && channel.read(tail, from + tail.position()) >= 0) {
            }
            for (int i = tail.position() - 1; i >= 0; i--) {
                if (tail.get(i) != 0) {
                    return from + i + 1;
                }
            }
            end = from;
        }
        return 0;
    }
}
