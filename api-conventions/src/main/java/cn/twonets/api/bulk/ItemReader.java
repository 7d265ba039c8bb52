package cn.twonets.api.bulk;

import cn.twonets.api.json.JsonFaults;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the items of a batch one by one, so that a bad one is rejected alone. A bean. */
public final class ItemReader {
    private final JsonMapper json;

    public ItemReader(JsonMapper json) {
        this.json = json;
    }

    /**
     * Binds one item.
     *
     * @param item as it stands in the batch: take the batch as a record with a {@code List<JsonNode>}
     * @throws Refusal 400 {@code invalid-body}, with pointers into the item
     */
    public <T> T read(JsonNode item, Class<T> type) {
        try {
            T read = json.treeToValue(item, type);
            if (read == null) {
                throw Refusal.of(StandardProblem.INVALID_BODY).field("", "missing");
            }
            return read;
        } catch (JacksonException fault) {
            throw JsonFaults.refusal(fault);
        }
    }
}
