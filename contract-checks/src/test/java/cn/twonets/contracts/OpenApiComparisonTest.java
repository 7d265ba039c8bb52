package cn.twonets.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiComparisonTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BEFORE = """
            {'openapi': '3.1.0', 'info': {'title': 'T', 'version': '1'}, 'paths': {'/things/{id}': {'post': {
               'operationId': 'post-things', 'parameters': [
                 {'in': 'path', 'name': 'id', 'required': true, 'schema': {'type': 'string'}},
                 {'in': 'query', 'name': 'limit', 'required': false, 'schema': {'type': 'integer', 'maximum': 200}}],
               'requestBody': {'content': {'application/json': {'schema': {'$ref': '#/components/schemas/Body'}}}},
               'responses': {'200': {'description': 'ok', 'headers': {'ETag': {'required': true, 'schema':
                 {'type': 'string'}}}, 'content': {'application/json': {'schema':
                 {'$ref': '#/components/schemas/View'}}}}}}}},
             'security': [{'token': ['read']}],
             'components': {'securitySchemes': {'token': {'type': 'http', 'scheme': 'bearer'}}, 'schemas': {
               'Body': {'type': 'object', 'properties': {'name': {'type': 'string'}}},
               'View': {'type': 'object', 'properties': {'status': {'type': 'string', 'enum': ['A', 'B']}}}}}}"""
            .replace('\'', '"');

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "/things/{id} | /items/{id} | POST /things/{id}: is gone",
            "'post': | 'put': | POST /things/{id}: is gone",
            "'post-things' | 'post-items' | POST /things/{id}: has another operationId: it was 'post-things'",
            "'name': 'limit' | 'name': 'most' | POST /things/{id} query:limit: is gone",
            "'name': 'limit', 'required': false | 'name': 'limit', 'required': true | POST /things/{id} query:limit: must be there now",
            "'maximum': 200 | 'maximum': 100 | POST /things/{id} query:limit: has another maximum: it was 200, it is 100",
            "{'name': {'type': 'string'}} | {'title': {'type': 'string'}} | POST /things/{id} body/name: is gone",
            "'type': 'object', 'properties': {'name' | 'type': 'object', 'required': ['name'], 'properties': {'name' | POST /things/{id} body/name: must be there now",
            "'200': | '201': | POST /things/{id} 200: is gone",
            "['A', 'B'] | ['A', 'B', 'C'] | POST /things/{id} 200/status: has a new value, C",
            "'ETag': | 'Expires': | POST /things/{id} 200 header:ETag: is gone",
            "{'required': true, 'schema' | {'schema' | POST /things/{id} 200 header:ETag: was always there, may be absent now",
            "{'type': 'string'}}}, 'content' | {'type': 'integer'}}}, 'content' | POST /things/{id} 200 header:ETag: was of type [string], is of type [integer]",
            "'operationId' | 'security': [], 'operationId' | POST /things/{id}: is open to everybody now",
            "[{'token': ['read']}] | [{'token': ['read']}, {}] | POST /things/{id}: is open to everybody now",
            "['read'] | ['read', 'write'] | POST /things/{id}: no longer lets in callers with {token=[read]}",
            "[{'token': ['read']}] | [{'token': ['read'], 'certificate': []}] | POST /things/{id}: no longer lets in callers with {token=[read]}",
            "'bearer' | 'basic' | security scheme token: was {type='http', scheme='bearer'}, is {type='http', scheme='basic'}"})
    void findsWhatCallersMind(String from, String to, String breach) {
        JsonNode now = JSON.readTree(BEFORE.replace(from.replace('\'', '"'), to.replace('\'', '"')));

        assertThat(new OpenApiComparison().breaches(JSON.readTree(BEFORE), now)).extracting(Breach::toString)
                .containsExactly(breach.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "'paths': { | 'paths': {'/more': {'get': {'responses': {}}},",
            "{'name': {'type': 'string'}} | {'name': {'type': 'string'}, 'more': {'type': 'string'}}",
            "['A', 'B'] | ['A']",
            "'responses': { | 'responses': {'202': {'description': 'later'},",
            "'parameters': [ | 'parameters': [{'in': 'query', 'name': 'more', 'schema': {'type': 'string'}},",
            "'ETag' | 'etag'",
            "'headers': { | 'headers': {'Retry-After': {'schema': {'type': 'string'}},",
            "[{'token': ['read']}] | [{'token': []}]",
            "[{'token': ['read']}] | [{'token': ['read']}, {'certificate': []}]",
            "'scheme': 'bearer' | 'scheme': 'bearer', 'description': 'a JWT'"})
    void letsTheInterfaceGrow(String from, String to) {
        assertThat(BEFORE).contains(from.replace('\'', '"'));
        JsonNode now = JSON.readTree(BEFORE.replace(from.replace('\'', '"'), to.replace('\'', '"')));

        assertThat(new OpenApiComparison().breaches(JSON.readTree(BEFORE), now)).isEmpty();
    }

    @Test
    void findsWhatIsNewAndNeeded() {
        JsonNode now = JSON.readTree(BEFORE.replace("\"parameters\": [",
                "\"parameters\": [{\"in\": \"header\", \"name\": \"Purpose\", \"required\": true, \"schema\": {}},"));

        assertThat(new OpenApiComparison().breaches(JSON.readTree(BEFORE), now)).extracting(Breach::toString)
                .containsExactly("POST /things/{id} header:Purpose: is new and must be there");
    }
}
