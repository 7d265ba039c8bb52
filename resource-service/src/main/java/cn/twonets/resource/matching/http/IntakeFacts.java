package cn.twonets.resource.matching.http;

import cn.twonets.delivery.http.ServiceToken;
import cn.twonets.events.NeedId;
import cn.twonets.events.peers.BoundedAnswer;
import cn.twonets.resource.catalogue.Fact;
import cn.twonets.resource.matching.FactsDesk;
import cn.twonets.resource.matching.HouseholdFacts;
import cn.twonets.telemetry.traces.TraceContext;
import cn.twonets.telemetry.traces.TracedClient;
import cn.twonets.telemetry.traces.Tracing;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks intake for declared facts, once and for at most two seconds. After half of the last ten questions failed it does
 * not ask at all for fifteen seconds, so that an absent register costs no batch its two seconds. After a question that
 * failed the next is half as large, after an answer a quarter larger again, twice if it was about few: what a slow register cannot answer at once in
 * two seconds, it would else be asked for ever. Facts are held no longer than the answer, and are never logged.
 */
public final class IntakeFacts implements FactsDesk, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeFacts.class);
    private static final String ROUTE = "/internal/facts";
    /** However slow the register is, so many needs are asked for: one alone may be what it fails at. */
    private static final int LEAST_NEEDS = 1;
    private static final int FEW = 8;

    private final FactsSettings settings;
    private final HttpClient http;
    private final TracedClient traced;
    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final ServiceToken token;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final CircuitBreaker breaker = CircuitBreaker.of("facts", CircuitBreakerConfig.custom()
            .slidingWindowSize(10)
            .minimumNumberOfCalls(5)
            .failureRateThreshold(50)
            .waitDurationInOpenState(Duration.ofSeconds(15))
            .permittedNumberOfCallsInHalfOpenState(2)
            .build());
    private final Bulkhead bulkhead = Bulkhead.of("facts", BulkheadConfig.custom()
            .maxConcurrentCalls(8)
            .maxWaitDuration(Duration.ZERO)
            .build());
    private final TimeLimiter limiter;
    private final AtomicInteger most = new AtomicInteger(MOST_NEEDS);

    /** @param tracing whether each question is to be a span */
    public IntakeFacts(FactsSettings settings, Tracing tracing) {
        this.settings = settings;
        settings.transport().require("twonets.intake.uri", settings.intake());
        this.http = settings.transport().http().connectTimeout(settings.client().limit()).build();
        this.traced = new TracedClient(http, tracing);
        this.token = new ServiceToken(settings.client(), traced, json);
        this.limiter = TimeLimiter.of("facts", TimeLimiterConfig.custom()
                .timeoutDuration(settings.client().limit())
                .cancelRunningFuture(true)
                .build());
    }

    /** Whether the register is asked at all; not for a while after it failed too often. */
    public boolean isAsking() {
        return breaker.getState() != CircuitBreaker.State.OPEN;
    }

    /** Opens after half of the last ten questions failed. */
    CircuitBreaker breaker() {
        return breaker;
    }

    /** Has the breaker tell its state. */
    public void tell(MeterRegistry meters) {
        new TaggedCircuitBreakerMetricsPublisher(meters).publishMetrics(breaker);
    }

    @Override
    public Map<NeedId, HouseholdFacts> factsOf(Collection<NeedId> needs, Set<Fact> facts) {
        if (needs.size() > MOST_NEEDS) {
            throw new IllegalArgumentException("at most " + MOST_NEEDS + " needs at once, not " + needs.size());
        }
        // not always the same first: what the register fails at must not keep the others from being asked for
        List<NeedId> all = new ArrayList<>(needs);
        Collections.shuffle(all);
        List<NeedId> asked = all.subList(0, Math.min(most.get(), all.size()));
        Callable<Map<NeedId, HouseholdFacts>> asking = TraceContext.carried(() -> ask(asked, facts));
        Callable<Map<NeedId, HouseholdFacts>> limited = TimeLimiter.decorateFutureSupplier(limiter,
                () -> executor.submit(asking));
        Callable<Map<NeedId, HouseholdFacts>> guarded = Bulkhead.decorateCallable(
                bulkhead, CircuitBreaker.decorateCallable(breaker, limited));
        try {
            Map<NeedId, HouseholdFacts> known = guarded.call();
            most.updateAndGet(now -> asked.size() < now ? now : Math.min(larger(now), MOST_NEEDS));
            return known;
        } catch (Exception notToBeHad) {
            if (!(notToBeHad instanceof CallNotPermittedException || notToBeHad instanceof BulkheadFullException)) {
                most.updateAndGet(now -> Math.max(Math.min(now, asked.size()) / 2, LEAST_NEEDS));
            }
            LOG.warn("Facts of {} needs could not be had and will be asked for again: {}",
                    asked.size(), reason(notToBeHad));
            return Map.of();
        }
    }

    private static int larger(int now) {
        return now < FEW ? now * 2 : now + now / 4;
    }

    /** An answer that cannot be read may hold facts, so that only its kind is told. */
    private static String reason(Exception notToBeHad) {
        Throwable cause = notToBeHad.getCause() == null ? notToBeHad : notToBeHad.getCause();
        return cause instanceof JacksonException ? "the answer cannot be read" : cause.toString();
    }

    private record Question(List<String> needs, List<String> facts) {}

    private record Answer(List<Item> items) {}

    private record Item(String need, Declared facts) {}

    private record Declared(
            @JsonProperty("dwelling-grade") @Nullable String dwellingGrade,
            @JsonProperty("income-per-head-fen") @Nullable Long incomePerHeadFen,
            @JsonProperty("special-groups") @Nullable Set<String> specialGroups,
            @Nullable Integer members,
            @JsonProperty("disabled-members") @Nullable Integer disabledMembers,
            @Nullable Boolean insured) {

        HouseholdFacts facts() {
            return new HouseholdFacts(
                    dwellingGrade, incomePerHeadFen, specialGroups, members, disabledMembers, insured);
        }
    }

    private Map<NeedId, HouseholdFacts> ask(Collection<NeedId> needs, Set<Fact> facts)
            throws IOException, InterruptedException {
        Question question = new Question(
                needs.stream().map(NeedId::value).sorted().toList(), facts.stream().map(Fact::code).sorted().toList());
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.intake().resolve(ROUTE))
                .timeout(settings.client().limit())
                .header("Authorization", "Bearer " + token.get())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(json.writeValueAsBytes(question)));
        HttpResponse<byte[]> response = traced.send(request, ROUTE, BoundedAnswer.upTo(BoundedAnswer.USUAL));
        if (response.statusCode() == 401) {
            token.forget();
        }
        if (response.statusCode() != 200) {
            throw new FactsUnavailableException("intake answered " + response.statusCode());
        }
        Map<NeedId, HouseholdFacts> known = new LinkedHashMap<>();
        json.readValue(response.body(), Answer.class).items()
                .forEach(item -> known.put(new NeedId(item.need()), item.facts().facts()));
        known.keySet().retainAll(Set.copyOf(needs));
        return known;
    }

    @Override
    public void close() {
        executor.shutdownNow();
        http.shutdownNow();
    }
}
