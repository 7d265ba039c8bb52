package cn.twonets.api.json;

import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.core.Ordered;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactoryBuilder;

/**
 * How deep and how long JSON may be, far beyond what our calls need and far below what costs us anything. The size of a
 * whole body is limited before it is read.
 */
public final class JsonLimits implements JsonFactoryBuilderCustomizer, Ordered {
    /** Objects and lists inside of each other; the deepest body of ours has six. */
    public static final int DEPTH = 32;
    /** Digits of a number. */
    public static final int NUMBER_LENGTH = 64;
    /** Characters of a text; the longest field takes fewer by far. */
    public static final int STRING_LENGTH = 65_536;
    /** Characters of a field's name. */
    public static final int NAME_LENGTH = 256;

    @Override
    public void customize(JsonFactoryBuilder factory) {
        factory.streamReadConstraints(StreamReadConstraints.builder()
                .maxNestingDepth(DEPTH)
                .maxNumberLength(NUMBER_LENGTH)
                .maxStringLength(STRING_LENGTH)
                .maxNameLength(NAME_LENGTH)
                .build());
    }

    /** After everything that settings files say. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
