package cn.twonets.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What one command has done, in order, as it goes into the journal: never the command itself, which need not do the same
 * twice. Each effect is its code, the namespace and one BSON document; the bytes of stored documents are shared with
 * memory, not copied. Written under the store's lock only.
 */
final class Effects {

    /** What happened; the code is what stands in the files. */
    enum Kind {
        COLLECTION_CREATED('C'), COLLECTION_DROPPED('D'), INDEX_CREATED('I'), INDEX_DROPPED('X'), PUT('P'), REMOVED(
                'R'), END_OF_SNAPSHOT('E');

        final byte code;

        Kind(char code) {
            this.code = (byte) code;
        }

        static Kind of(byte code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("unknown effect " + code);
        }
    }

    private static final int MOST_BYTES = 64 << 20;

    private List<Frame> full = new ArrayList<>();
    private List<byte[]> pieces = new ArrayList<>();
    private int length;

    void add(Kind kind, String namespace, byte[] document) {
        byte[] name = namespace.getBytes(StandardCharsets.UTF_8);
        byte[] head = ByteBuffer.allocate(3 + name.length).put(kind.code).putShort((short) name.length).put(name)
                .array();
        pieces.add(head);
        pieces.add(document);
        length += head.length + document.length;
        if (length >= MOST_BYTES) {
            endFrame();
        }
    }

    /** How much was collected since the last full frame, in bytes. */
    int length() {
        return length;
    }

    /** Hands over what was collected, one frame unless it is very large, and starts anew. */
    List<Frame> take() {
        endFrame();
        List<Frame> frames = full;
        full = new ArrayList<>();
        return frames;
    }

    private void endFrame() {
        if (length > 0) {
            full.add(new Frame(pieces, length));
            pieces = new ArrayList<>();
            length = 0;
        }
    }

    /** Receives effects read back from a file. */
    interface Receiver {
        void receive(Kind kind, String namespace, byte[] document);
    }

    /**
     * @throws RuntimeException when the bytes are not effects
     */
    static void read(ByteBuffer payload, Receiver receiver) {
        while (payload.hasRemaining()) {
            Kind kind = Kind.of(payload.get());
            byte[] name = new byte[payload.getShort() & 0xffff];
            payload.get(name);
            int documentLength = Integer.reverseBytes(payload.getInt(payload.position()));
            if (documentLength < 5 || documentLength > payload.remaining()) {
                throw new IllegalArgumentException("document of length " + documentLength);
            }
            byte[] document = new byte[documentLength];
            payload.get(document);
            receiver.receive(kind, new String(name, StandardCharsets.UTF_8), document);
        }
    }
}
