package cn.twonets.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SchemaComparisonTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BEFORE = """
            {"type": "object", "required": ["id", "status"], "properties": {
               "id": {"type": "string", "pattern": "^[a-z]+$", "description": "Which one"},
               "status": {"type": "string", "enum": ["OPEN", "CLOSED"],
                 "x-values": {"OPEN": "Somebody must act"}},
               "amount": {"type": "integer", "minimum": 1},
               "limit": {"type": "integer", "default": 50},
               "at": {"type": "string", "format": "date-time"},
               "free": {"type": "string"},
               "parts": {"type": "array", "items": {"type": "object", "properties": {"name": {"type": "string"}}}}}}""";
    private static final Set<Use> ALL = EnumSet.allOf(Use.class);

    static Stream<Arguments> changes() {
        return Stream.of(
                // what, from, to, who minds
                change("field gone", "\"amount\": {\"type\": \"integer\", \"minimum\": 1},", "", ALL),
                change("field renamed", "\"amount\"", "\"sum\"", ALL),
                change("nested field gone", "\"name\": {\"type\": \"string\"}", "", ALL),
                change("type", "\"type\": \"integer\", \"minimum\"", "\"type\": \"string\", \"minimum\"", ALL),
                change("type below", "{\"name\": {\"type\": \"string\"}}", "{\"name\": {\"type\": \"integer\"}}", ALL),
                change("pattern", "^[a-z]+$", "^[A-Z]+$", ALL),
                change("bound", "\"minimum\": 1", "\"minimum\": 2", ALL),
                change("bound gone", ", \"minimum\": 1", "", EnumSet.of(Use.ANSWER, Use.EVENT)),
                change("bound new", "\"free\": {\"type\": \"string\"",
                        "\"free\": {\"type\": \"string\", \"maxLength\": 5",
                        EnumSet.of(Use.REQUEST, Use.EVENT)),
                change("format", "date-time", "date", ALL),
                change("words", "Which one", "Which one of the others", ALL),
                change("words gone", ", \"description\": \"Which one\"", "", ALL),
                change("what is meant by nothing", "\"default\": 50", "\"default\": 100", ALL),
                change("value gone", "\"OPEN\", \"CLOSED\"", "\"OPEN\"", EnumSet.of(Use.REQUEST, Use.EVENT)),
                change("value new", "\"OPEN\", \"CLOSED\"", "\"OPEN\", \"CLOSED\", \"PARKED\"",
                        EnumSet.of(Use.ANSWER, Use.EVENT)),
                change("what a value means", "Somebody must act", "Nobody must act", ALL),
                change("values bound", "\"free\": {\"type\": \"string\"",
                        "\"free\": {\"type\": \"string\", \"enum\": [\"A\"]", EnumSet.of(Use.REQUEST, Use.EVENT)),
                change("may be absent", "[\"id\", \"status\"]", "[\"id\"]", EnumSet.of(Use.ANSWER, Use.EVENT)),
                change("must be there", "[\"id\", \"status\"]", "[\"id\", \"status\", \"amount\"]",
                        EnumSet.of(Use.REQUEST, Use.EVENT)),
                change("new and must be there", "[\"id\", \"status\"], \"properties\": {",
                        "[\"id\", \"status\", \"more\"], \"properties\": {\"more\": {\"type\": \"string\"},",
                        EnumSet.of(Use.REQUEST, Use.EVENT)),
                change("new field", "\"properties\": {\n   \"id\"", "\"properties\": {\"more\": {},\n   \"id\"",
                        EnumSet.noneOf(Use.class)),
                change("words new", "\"free\": {\"type\": \"string\"",
                        "\"free\": {\"type\": \"string\", \"description\": \"Anything\"", EnumSet.noneOf(Use.class)),
                change("words laid out anew", "Which one", "Which\\n  one", EnumSet.noneOf(Use.class)));
    }

    private static Arguments change(String what, String from, String to, Set<Use> minded) {
        return Arguments.of(what, from, to, minded);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void findsWhatThoseWhoReadOrWriteItMind(String what, String from, String to, Set<Use> minded) {
        assertThat(BEFORE).contains(from);
        JsonNode before = JSON.readTree(BEFORE);
        JsonNode now = JSON.readTree(BEFORE.replace(from, to).replaceAll(",(\\s*})", "$1"));
        for (Use use : Use.values()) {
            assertThat(compare(before, now, use).isEmpty()).as("%s, %s", what, use).isEqualTo(!minded.contains(use));
        }
    }

    @Test
    void followsReferencesAndComesBack() {
        String tree = """
                {"$ref": "#/components/schemas/Node", "components": {"schemas": {"Node": {"type": "object", "properties":
                  {"name": {"type": "string"}, "below": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}}}}}}}""";
        JsonNode before = JSON.readTree(tree);

        assertThat(compare(before, before, Use.EVENT)).isEmpty();
        assertThat(compare(before, JSON.readTree(tree.replace("\"name\": {\"type\": \"string\"}, ", "")), Use.EVENT))
                .containsExactly(new Breach("it/name", "is gone"));
    }

    private static List<Breach> compare(JsonNode before, JsonNode now, Use use) {
        List<Breach> breaches = new ArrayList<>();
        new SchemaComparison(before, now, breaches).compare("it", before, now, use);
        return breaches;
    }
}
