package cn.twonets.store;

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.BsonConstants;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.concurrent.FastThreadLocal;

/** Documents as bytes and back. */
final class Bson {
    private static final int BSON_OBJECT_TOO_LARGE = 10_334;
    private static final int SMALL_VALUE = 24;
    private static final int KEPT_CAPACITY = 1 << 20;

    private static final FastThreadLocal<ByteBuf> SCRATCH = new FastThreadLocal<>() {
        @Override
        protected ByteBuf initialValue() {
            return Unpooled.buffer(4096);
        }
    };

    private Bson() {
    }

    /**
     * @throws MongoServerError when the document is larger than 16 MiB
     */
    static byte[] encode(Document document) {
        ByteBuf buffer = SCRATCH.get().clear();
        try {
            BsonEncoder.encodeDocument(document, buffer);
            if (buffer.readableBytes() > BsonConstants.MAX_BSON_OBJECT_SIZE) {
                throw new MongoServerError(BSON_OBJECT_TOO_LARGE, "BSONObjectTooLarge",
                        "The document is larger than " + BsonConstants.MAX_BSON_OBJECT_SIZE + " bytes.");
            }
            byte[] bytes = new byte[buffer.readableBytes()];
            buffer.readBytes(bytes);
            return bytes;
        } finally {
            if (buffer.capacity() > KEPT_CAPACITY) {
                SCRATCH.remove();
            }
        }
    }

    static Document decode(byte[] bytes) {
        return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bytes));
    }

    /** An upper bound of the encoded length, without encoding. */
    static long mostBytes(@Nullable Object value) {
        return switch (value) {
            case null -> SMALL_VALUE;
            case Map<?, ?> fields -> {
                long bytes = SMALL_VALUE;
                for (Map.Entry<?, ?> field : fields.entrySet()) {
                    bytes += mostBytes(field.getKey()) + mostBytes(field.getValue());
                }
                yield bytes;
            }
            case Collection<?> elements -> {
                long bytes = SMALL_VALUE;
                for (Object element : elements) {
                    bytes += SMALL_VALUE + mostBytes(element);
                }
                yield bytes;
            }
            case String text -> SMALL_VALUE + 3L * text.length();
            case BinData binary -> SMALL_VALUE + binary.getData().length;
            default -> SMALL_VALUE;
        };
    }
}
