package cn.twonets.standalone.http;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the product answered.
 *
 * @param status the HTTP status
 * @param body the JSON; a missing node where there was none
 * @param etag the entity tag; empty where there was none
 */
public record Answer(int status, JsonNode body, String etag) {

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Whether the same call may succeed later: the outcome is not known, or the product was busy. */
    public boolean isWorthRetrying() {
        return status == 429 || status == 502 || status == 503 || status == 504;
    }

    /** A problem (RFC 9457) in one line: title, detail and the fields that it names. */
    public String problem() {
        List<String> parts = new ArrayList<>();
        parts.add(status + " " + body.path("title").asString(""));
        String detail = body.path("detail").asString("");
        if (!detail.isBlank()) {
            parts.add(detail);
        }
        for (JsonNode error : body.path("errors")) {
            parts.add(error.path("pointer").asString("") + " " + error.path("code").asString("") + " "
                    + error.path("message").asString(""));
        }
        return String.join("; ", parts).strip();
    }
}
