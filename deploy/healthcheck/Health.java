import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Container health check, compiled into the image: the base image has neither curl nor a compiler. Exits 0 if the service
 * answers 200.
 */
class Health {
    /** @param args the management port, and the health group that is asked for */
    public static void main(String[] args) throws Exception {
        HttpRequest asked = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + args[0] + "/actuator/health/" + args[1]))
                .timeout(Duration.ofSeconds(3))
                .build();
        System.exit(HttpClient.newHttpClient().send(asked, BodyHandlers.discarding()).statusCode() == 200 ? 0 : 1);
    }
}
