package cn.twonets.standalone.story;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tells the story to a person, or as JSON lines to a program. */
interface Teller {
    /** Somebody acts. */
    void act(int step, String who, String what, String call, int status);

    /** An event that followed. */
    void event(int step, Seen seen, String inWords);

    /** A remark on the last event. */
    void note(String words);

    /** How it ended. */
    void end(String need, JsonNode timeline, JsonNode route);

    /** It did not end well. */
    void failure(int step, String why);

    /** For people: indented lines. */
    final class ForPeople implements Teller {
        private final PrintWriter out;

        ForPeople(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void act(int step, String who, String what, String call, int status) {
            out.println();
            out.printf("%2d  %s%n", step, what);
            out.printf("    %s  %s%s%n", who, call, status == 0 ? "" : "  " + status);
            out.flush();
        }

        @Override
        public void event(int step, Seen seen, String inWords) {
            out.printf("      -> %-22s %-20s #%-3d %s%n", seen.topic(), seen.shortType(), seen.sequence(), inWords);
            out.flush();
        }

        @Override
        public void note(String words) {
            out.println("         " + words);
            out.flush();
        }

        @Override
        public void end(String need, JsonNode timeline, JsonNode route) {
            out.println();
            out.println("The need's timeline (GET /api/v1/needs/" + need + "/timeline)");
            for (JsonNode entry : timeline.path("items")) {
                out.printf("    %-26s %-26s %s%n", entry.path("at").asString(""),
                        entry.path("type").asString("").replaceFirst("^cn\\.twonets\\.", "").replaceFirst("\\.v1$", ""),
                        by(entry.path("happened")));
            }
            out.println();
            out.println("Why it went where it went (GET /api/v1/cases/" + need + "/route)");
            tell(route, "    ");
            out.println();
            out.println("The story went as it must.");
            out.flush();
        }

        @Override
        public void failure(int step, String why) {
            out.flush();
        }

        /** Who did it, or to whom it went. */
        private static String by(JsonNode happened) {
            String by = happened.path("by").asString("");
            return by.isEmpty() ? happened.path("to").path("post").asString("") : "by " + by;
        }

        private void tell(JsonNode node, String indent) {
            if (node.isArray()) {
                node.forEach(element -> tell(element, indent));
            } else if (node.isObject()
                    && node.properties().stream().allMatch(field -> field.getValue().isValueNode())) {
                StringBuilder line = new StringBuilder(indent);
                node.properties().forEach(
                        field -> line.append(field.getKey()).append(' ').append(field.getValue().asString(""))
                                .append("  "));
                out.println(line.toString().stripTrailing());
            } else if (node.isObject()) {
                node.properties().forEach(field -> {
                    if (field.getValue().isValueNode()) {
                        out.println(indent + field.getKey() + " " + field.getValue().asString(""));
                    } else if (!field.getValue().isEmpty()) {
                        out.println(indent + field.getKey());
                        tell(field.getValue(), indent + "  ");
                    }
                });
            } else {
                out.println(indent + node.asString(""));
            }
        }
    }

    /** For programs: one object a line. */
    final class ForPrograms implements Teller {
        private final PrintWriter out;
        private final JsonMapper json = new JsonMapper();

        ForPrograms(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void act(int step, String who, String what, String call, int status) {
            line(json.createObjectNode().put("step", step).put("kind", "act").put("who", who).put("what", what)
                    .put("call", call).put("status", status));
        }

        @Override
        public void event(int step, Seen seen, String inWords) {
            ObjectNode line = json.createObjectNode().put("step", step).put("kind", "event").put("topic", seen.topic())
                    .put("type", seen.type()).put("sequence", seen.sequence()).put("time", seen.time())
                    .put("summary", inWords);
            line.set("happened", seen.happened());
            line.set("state", seen.state());
            line(line);
        }

        @Override
        public void note(String words) {
            line(json.createObjectNode().put("kind", "note").put("words", words));
        }

        @Override
        public void end(String need, JsonNode timeline, JsonNode route) {
            ObjectNode line = json.createObjectNode().put("kind", "end").put("ok", true).put("need", need);
            line.set("timeline", timeline);
            line.set("route", route);
            line(line);
        }

        @Override
        public void failure(int step, String why) {
            line(json.createObjectNode().put("kind", "end").put("ok", false).put("step", step).put("failure", why));
        }

        private void line(ObjectNode node) {
            out.println(json.writeValueAsString(node));
            out.flush();
        }
    }
}
