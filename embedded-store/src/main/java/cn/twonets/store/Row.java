package cn.twonets.store;

import org.jspecify.annotations.Nullable;

/**
 * The place of one document. The bytes are never changed, only replaced, so whoever took them under the lock may read
 * them afterwards. Rows of a collection are chained in the order of their insertion.
 */
final class Row {
    final long number;
    byte[] bytes;
    @Nullable
    Row previous;
    @Nullable
    Row next;

    Row(long number, byte[] bytes) {
        this.number = number;
        this.bytes = bytes;
    }
}
