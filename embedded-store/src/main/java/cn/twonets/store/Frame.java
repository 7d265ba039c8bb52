package cn.twonets.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * One record of a file: length of the payload, checksum of the payload, checksum of these eight bytes, the payload, and a
 * closing byte that is not zero. So a flipped length is told from a torn tail, and zeros behind the end of what was
 * written are told from a complete record.
 *
 * @param pieces the payload
 * @param length the payload's length in bytes
 */
record Frame(List<byte[]> pieces, int length) {
    static final int HEAD = 12;
    static final int CHECKED_HEAD = 8;
    static final byte CLOSING = 0x5a;

    int lengthInFile() {
        return HEAD + length + 1;
    }

    ByteBuffer head() {
        CRC32C checksum = new CRC32C();
        pieces.forEach(checksum::update);
        ByteBuffer head = ByteBuffer.allocate(HEAD).putInt(length).putInt((int) checksum.getValue());
        return head.putInt(checksumOf(head.array(), CHECKED_HEAD)).flip();
    }

    static int checksumOf(byte[] bytes, int count) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, count);
        return (int) checksum.getValue();
    }
}
