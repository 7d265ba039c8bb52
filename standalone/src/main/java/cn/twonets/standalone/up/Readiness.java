package cn.twonets.standalone.up;

import cn.twonets.api.web.Probes;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Ports;
import cn.twonets.standalone.place.Refused;
import cn.twonets.transport.Transport;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Waits until services say that they are ready: grid whole, store and Kafka there, consumers running. */
final class Readiness {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Ports ports;
    private final Clock clock;
    private final PrintWriter messages;
    private final HttpClient client;

    Readiness(Ports ports, Transport transport, Clock clock, PrintWriter messages) {
        this.client = transport.http().connectTimeout(Duration.ofSeconds(2)).build();
        this.ports = ports;
        this.clock = clock;
        this.messages = messages;
    }

    /**
     * Waits until parts that run in other processes listen.
     *
     * @throws Refused if they do not after three minutes
     */
    void awaitListening(Set<Part> elsewhere) throws InterruptedException {
        await(elsewhere, this::isListening);
    }

    /** @throws Refused if they are not ready after three minutes */
    void awaitReady(Set<Part> services) throws InterruptedException {
        await(services, this::isReady);
    }

    private void await(Set<Part> parts, Predicate<Part> there) throws InterruptedException {
        Instant begun = clock.instant();
        Instant spoken = begun;
        Set<Part> missing = EnumSet.noneOf(Part.class);
        missing.addAll(parts);
        missing.removeIf(there);
        while (!missing.isEmpty()) {
            Instant now = clock.instant();
            if (Duration.between(spoken, now).compareTo(BETWEEN_WORDS) > 0) {
                spoken = now;
                messages.println("  waiting for " + titles(missing) + " …");
                messages.flush();
            }
            if (Duration.between(begun, now).compareTo(PATIENCE) > 0) {
                throw new Refused(Exit.CANNOT_START, "Not ready after " + PATIENCE.toMinutes() + " minutes: "
                        + titles(missing) + "; see the logs in the data folder.");
            }
            Thread.sleep(BETWEEN_LOOKS);
            missing.removeIf(there);
        }
    }

    private boolean isListening(Part part) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), part.port(ports))) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isReady(Part service) {
        URI health = URI.create(
                (ports.encrypted() ? "https" : "http") + "://127.0.0.1:" + service.port(ports) + Probes.READY);
        try {
            HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String titles(Set<Part> parts) {
        return parts.stream().map(Part::title).collect(Collectors.joining(", "));
    }
}
