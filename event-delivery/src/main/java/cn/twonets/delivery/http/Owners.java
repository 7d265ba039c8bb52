package cn.twonets.delivery.http;

import cn.twonets.delivery.OwnerStates;
import cn.twonets.events.EventFamily;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import cn.twonets.telemetry.traces.TracedClient;
import cn.twonets.telemetry.traces.Tracing;
import cn.twonets.transport.Transport;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/** The services that own what this one reads: gives the {@link OwnerStates} of a family, such as a subscription's. */
public final class Owners implements AutoCloseable {
    private final Transport transport;
    private final Map<String, URI> addresses;
    private final HttpClient http;
    private final ExecutorService executor = Executors
            .newThreadPerTaskExecutor(Thread.ofVirtual().name("owner-states-", 0).factory());
    private final Map<String, OwnerCall> calls = new HashMap<>();
    private final Map<EventFamily<?, ?>, OwnerStates<?, ?>> states = new ConcurrentHashMap<>();

    /**
     * Asks nobody yet.
     *
     * @param settings as whom this service asks
     * @param addresses of the services, by the last part of the {@code ce_source} of what they own, such as {@code intake}
     * @param transport how they are asked; an address that is not as safe is refused when its owner is first wanted
     * @param tracing whether each question is to be a span
     */
    public Owners(ClientSettings settings, Map<String, URI> addresses, Transport transport, Tracing tracing) {
        this.transport = transport;
        this.addresses = Map.copyOf(addresses);
        this.http = transport.http()
                .connectTimeout(settings.limit())
                .build();
        TracedClient traced = new TracedClient(http, tracing);
        ServiceToken token = new ServiceToken(settings, traced, new JsonMapper());
        addresses.forEach(
                (name, address) -> calls.put(name, new OwnerCall(name, address, settings, traced, token, executor)));
    }

    /**
     * The states of a family's owner.
     *
     * @throws IllegalArgumentException if the address of its owner is not known
     */
    @SuppressWarnings("unchecked")
    public <H extends Happening, P extends PublicState> OwnerStates<H, P> of(EventFamily<H, P> family) {
        return (OwnerStates<H, P>) states.computeIfAbsent(family, this::made);
    }

    private <H extends Happening, P extends PublicState> OwnerStates<H, P> made(EventFamily<H, P> family) {
        String owner = family.source().substring(family.source().lastIndexOf('/') + 1);
        OwnerCall call = calls.get(owner);
        if (call == null) {
            throw new IllegalArgumentException(
                    "the address of " + owner + " is not known: set twonets." + owner + ".uri");
        }
        transport.require("twonets." + owner + ".uri", addresses.get(owner));
        return new HttpOwnerStates<>(family, call);
    }

    /** What stands before each of the services. */
    public List<CircuitBreaker> breakers() {
        return calls.values().stream().map(OwnerCall::breaker).toList();
    }

    @Override
    public void close() {
        executor.shutdownNow();
        http.shutdownNow();
    }
}
