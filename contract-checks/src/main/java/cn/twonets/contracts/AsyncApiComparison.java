package cn.twonets.contracts;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Finds what an AsyncAPI 3 document no longer promises that an earlier one did. Events are kept for a year and read again
 * whenever somebody starts anew, so what was written once must be readable for ever, by us too.
 */
public final class AsyncApiComparison implements Comparison {
    @Override
    public List<Breach> breaches(JsonNode before, JsonNode now) {
        List<Breach> breaches = new ArrayList<>();
        channels(before, now, breaches);
        operations(before, now, breaches);
        messages(before, now, breaches);
        return breaches;
    }

    private static void channels(JsonNode before, JsonNode now, List<Breach> breaches) {
        for (var channel : before.path("channels").properties()) {
            String where = "channel " + channel.getKey();
            JsonNode there = now.path("channels").path(channel.getKey());
            if (there.isMissingNode()) {
                breaches.add(new Breach(where, "is gone"));
            } else {
                same(where, "address", channel.getValue(), there, breaches);
                same(where, "bindings", channel.getValue(), there, breaches);
                for (var message : channel.getValue().path("messages").properties()) {
                    if (!there.path("messages").has(message.getKey())) {
                        breaches.add(new Breach(where + "/" + message.getKey(), "is gone"));
                    }
                }
            }
        }
    }

    private static void operations(JsonNode before, JsonNode now, List<Breach> breaches) {
        for (var operation : before.path("operations").properties()) {
            String where = "operation " + operation.getKey();
            JsonNode there = now.path("operations").path(operation.getKey());
            if (there.isMissingNode()) {
                breaches.add(new Breach(where, "is gone"));
            } else {
                same(where, "action", operation.getValue(), there, breaches);
                same(where, "channel", operation.getValue(), there, breaches);
            }
        }
    }

    private static void messages(JsonNode before, JsonNode now, List<Breach> breaches) {
        SchemaComparison schemas = new SchemaComparison(before, now, breaches);
        for (var message : before.path("components").path("messages").properties()) {
            String where = "message " + message.getKey();
            JsonNode earlier = message.getValue();
            JsonNode there = now.path("components").path("messages").path(message.getKey());
            if (there.isMissingNode()) {
                breaches.add(new Breach(where, "is gone"));
            } else {
                for (String part : List.of("name", "contentType", "summary", "bindings")) {
                    same(where, part, earlier, there, breaches);
                }
                schemas.compare(where + "/headers", earlier.path("headers"), there.path("headers"), Use.EVENT);
                schemas.compare(where, earlier.path("payload"), there.path("payload"), Use.EVENT);
            }
        }
    }

    private static void same(String where, String part, JsonNode earlier, JsonNode now, List<Breach> breaches) {
        if (!earlier.path(part).equals(now.path(part))) {
            breaches.add(new Breach(where, "has another " + part + ": it was " + earlier.path(part)));
        }
    }
}
