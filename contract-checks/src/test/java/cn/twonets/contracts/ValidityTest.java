package cn.twonets.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ValidityTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String OPEN_API = """
            {'openapi': '3.1.0', 'info': {'title': 'T', 'version': '1'}, 'paths': {
              '/a/{id}': {'get': {'operationId': 'a', 'parameters': [
                {'in': 'path', 'name': 'id', 'required': true, 'schema': {'$ref': '#/components/schemas/Id'}}],
                'responses': {'200': {'description': 'ok'}}}},
              '/b': {'get': {'operationId': 'b', 'responses': {'200': {'description': 'ok'}}}}},
             'components': {'schemas': {'Id': {'type': 'string'}}}}""";
    private static final String ASYNC_API = """
            {'asyncapi': '3.0.0', 'info': {'title': 'T', 'version': '1'},
             'channels': {'c': {'address': 'c.v1', 'messages': {'m': {'$ref': '#/components/messages/m'}}}},
             'operations': {'sendC': {'action': 'send', 'channel': {'$ref': '#/channels/c'}}},
             'components': {'messages': {'m': {'payload': {'$ref': '#/components/schemas/P'}}},
               'schemas': {'P': {'type': 'object'}}}}""";

    @Test
    void passesWhatIsSound() {
        assertThat(Validity.openApi31(node(OPEN_API))).isEmpty();
        assertThat(Validity.asyncApi3(node(ASYNC_API))).isEmpty();
        assertThat(Validity.jsonSchema(node("{'type': 'object', 'required': ['a']}"))).isEmpty();
        assertThat(Validity.jsonSchema(node("{'type': 'thing'}"))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'3.1.0' | '3.0.3'",
            "'title': 'T', | ``",
            "'in': 'path' | 'in': 'heart'",
            "'description': 'ok' | 'describes': 'ok'",
            "schemas/Id | schemas/Identity",
            "'operationId': 'b' | 'operationId': 'a'",
            "'name': 'id' | 'name': 'ID'",
            "'get' | 'obtain'",
            "'Id': {'type': 'string'} | 'Id': {'type': 'text'}"})
    void findsWhatIsNoOpenApi(String from, String to) {
        assertThat(OPEN_API).contains(from);
        assertThat(Validity.openApi31(node(OPEN_API.replace(from, to)))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'3.0.0' | '2.6.0'",
            "'title': 'T', | ``",
            "'action': 'send' | 'action': 'publish'",
            "'address' | 'topic'",
            "'#/channels/c' | '#/channels/d'",
            "schemas/P | schemas/Q",
            "'payload' | 'body'",
            "'P': {'type': 'object'} | 'P': {'type': 'record'}"})
    void findsWhatIsNoAsyncApi(String from, String to) {
        assertThat(ASYNC_API).contains(from);
        assertThat(Validity.asyncApi3(node(ASYNC_API.replace(from, to)))).isNotEmpty();
    }

    @Test
    void readsASchemaWithinItsDocument() {
        JsonNode document = node("""
                {'components': {'schemas': {'Order': {'type': 'object', 'required': ['at'], 'properties': {
                  'at': {'$ref': '#/components/schemas/Time'}}},
                  'Time': {'type': 'string', 'format': 'date-time'}}}}""");
        EmbeddedSchema schema = EmbeddedSchema.in(document, node("{'$ref': '#/components/schemas/Order'}"));

        assertThat(schema.faults(node("{'at': '2026-03-01T00:00:00Z'}"))).isEmpty();
        assertThat(schema.faults(node("{'at': 'yesterday'}"))).isNotEmpty();
        assertThat(schema.faults(node("{}"))).isNotEmpty();
    }

    private static JsonNode node(String json) {
        return JSON.readTree(json.replace('\'', '"'));
    }
}
