package cn.twonets.standalone.samples;

import cn.twonets.events.PostId;
import cn.twonets.standalone.http.Answer;
import cn.twonets.standalone.http.Api;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/**
 * A household that the product made up.
 *
 * @param key idempotency key of its registration, so that it is entered once however often that is asked
 * @param as the post that registers it
 * @param body what is entered
 */
public record SampleHousehold(String key, String as, JsonNode body) {
    /**
     * Enters it, or finds it entered.
     *
     * @return its id
     * @throws IOException if the product does not answer or refuses it
     */
    public String register(Api api) throws IOException {
        Answer answer = api.post(new PostId(as), "/api/v1/households", body, key);
        String id = answer.body().path("id").asString("");
        if (!answer.isSuccess() || id.isEmpty()) {
            throw new IOException("sample household " + key + ": " + answer.problem());
        }
        return id;
    }
}
