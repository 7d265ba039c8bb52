package cn.twonets.delivery.mongo;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.configuration.CodecConfigurationException;
import org.bson.codecs.configuration.CodecProvider;
import org.bson.codecs.configuration.CodecRegistry;
import org.jspecify.annotations.Nullable;

/** Stores records that wrap one string, which ids are, as that string. */
public final class IdRecordCodecProvider implements CodecProvider {
    @Override
    public <T> @Nullable Codec<T> get(Class<T> type, CodecRegistry registry) {
        return get(type, List.of(), registry);
    }

    @Override
    public <T> @Nullable Codec<T> get(Class<T> type, List<Type> typeArguments, CodecRegistry registry) {
        if (!type.isRecord()) {
            return null;
        }
        RecordComponent[] components = type.getRecordComponents();
        return components.length == 1 && components[0].getType() == String.class
                ? new IdRecordCodec<>(type, components[0])
                : null;
    }

    private static final class IdRecordCodec<T> implements Codec<T> {
        private final Class<T> type;
        private final Constructor<T> constructor;
        private final Method accessor;

        IdRecordCodec(Class<T> type, RecordComponent component) {
            this.type = type;
            this.accessor = component.getAccessor();
            try {
                this.constructor = type.getDeclaredConstructor(String.class);
            } catch (NoSuchMethodException e) {
                throw new CodecConfigurationException("a record without its canonical constructor: " + type, e);
            }
            accessor.setAccessible(true);
            constructor.setAccessible(true);
        }

        @Override
        public T decode(BsonReader reader, DecoderContext context) {
            String value = reader.readString();
            try {
                return constructor.newInstance(value);
            } catch (InvocationTargetException e) {
                throw new CodecConfigurationException("a stored value is not a " + type.getSimpleName(), e.getCause());
            } catch (ReflectiveOperationException e) {
                throw new CodecConfigurationException("cannot make a " + type, e);
            }
        }

        @Override
        public void encode(BsonWriter writer, T value, EncoderContext context) {
            try {
                writer.writeString((String) accessor.invoke(value));
            } catch (ReflectiveOperationException e) {
                throw new CodecConfigurationException("cannot read a " + type, e);
            }
        }

        @Override
        public Class<T> getEncoderClass() {
            return type;
        }
    }
}
