package cn.twonets.system.fuzz;

import cn.twonets.system.kit.RawCall;
import cn.twonets.system.kit.RunningProduct;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What the running product says of itself.
 *
 * @param door the gateway's document of all services
 * @param operations of each service, by its own document
 */
record Documents(JsonNode door, List<Operation> operations) {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    static Documents of(RunningProduct product) throws IOException, InterruptedException {
        Map<String, URI> services = new LinkedHashMap<>();
        services.put("intake", product.ports().intakeUri());
        services.put("dispatch", product.ports().dispatchUri());
        services.put("resource", product.ports().resourceUri());
        List<Operation> operations = new ArrayList<>();
        for (Map.Entry<String, URI> service : services.entrySet()) {
            JsonNode document = read(service.getValue(), "/openapi/" + service.getKey() + ".json");
            for (var path : document.path("paths").properties()) {
                for (var operation : path.getValue().properties()) {
                    if (METHODS.contains(operation.getKey())) {
                        operations.add(new Operation(service.getKey(), operation.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(), operation.getValue(), document));
                    }
                }
            }
        }
        return new Documents(read(product.ports().gatewayUri(), "/openapi.json"), operations);
    }

    private static JsonNode read(URI root, String path) throws IOException, InterruptedException {
        RawCall.Response answer = RawCall.to(root, path).send();
        if (answer.status() != 200 || answer.body().has("x-missing")) {
            throw new IOException(root + path + " answers " + answer.status() + " " + answer.body());
        }
        return Expectations.strict(answer.body());
    }
}
