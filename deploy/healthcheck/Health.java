import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/** Container health check: the base image has no curl. Exits 0 if the service answers 200 on its readiness path. */
class Health {
    public static void main(String[] args) throws Exception {
        HttpRequest ready = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + args[0] + "/actuator/health/readiness"))
                .timeout(java.time.Duration.ofSeconds(3))
                .build();
        System.exit(HttpClient.newHttpClient().send(ready, BodyHandlers.discarding()).statusCode() == 200 ? 0 : 1);
    }
}
