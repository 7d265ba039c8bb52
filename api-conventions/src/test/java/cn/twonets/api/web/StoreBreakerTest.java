package cn.twonets.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoTimeoutException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import tools.jackson.databind.json.JsonMapper;

class StoreBreakerTest {
    private final ProblemWriter writer = new ProblemWriter(JsonMapper.shared());
    private final ProblemAnswers answers = new ProblemAnswers(writer);
    private Instant now = Instant.parse("2026-03-02T01:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final StoreBreaker breaker = new StoreBreaker(clock, writer);

    private final FilterChain done = (request, response) -> ((MockHttpServletResponse) response).setStatus(201);
    private final FilterChain storeAway = failing(new IllegalStateException(new MongoTimeoutException("no server")));

    private FilterChain failing(Exception thrown) {
        return (request, response) -> answers.answer(thrown, (MockHttpServletRequest) request,
                (MockHttpServletResponse) response);
    }

    private MockHttpServletResponse call(String path, FilterChain chain) throws ServletException, IOException {
        MockHttpServletResponse response = new MockHttpServletResponse();
        breaker.doFilter(new MockHttpServletRequest("POST", path), response, chain);
        return response;
    }

    private boolean letsThrough() throws ServletException, IOException {
        return call("/api/v1/needs", done).getStatus() == 201;
    }

    private void storeGoesAway() throws ServletException, IOException {
        for (int call = 0; call < 5; call++) {
            assertThat(call("/api/v1/needs", storeAway).getStatus()).isEqualTo(503);
        }
    }

    @Test
    void answersAtOnceWhileTheStoreIsAway() throws Exception {
        storeGoesAway();

        MockHttpServletResponse refused = call("/api/v1/needs", done);

        assertThat(refused.getStatus()).isEqualTo(503);
        assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
        assertThat(refused.getContentAsString()).contains("/problems/temporarily-unavailable");
    }

    @Test
    void letsTwoThroughAfterOneSecondAndOpensWhenTheyReachTheStore() throws Exception {
        storeGoesAway();
        now = now.plus(Duration.ofMillis(1_001));

        assertThat(letsThrough()).isTrue();
        assertThat(letsThrough()).isTrue();
        for (int call = 0; call < 20; call++) {
            assertThat(letsThrough()).isTrue();
        }
    }

    @Test
    void staysShutWhenThoseLetThroughDoNotReachTheStore() throws Exception {
        storeGoesAway();
        now = now.plus(Duration.ofMillis(1_001));
        call("/api/v1/needs", storeAway);
        call("/api/v1/needs", storeAway);

        assertThat(letsThrough()).isFalse();
    }

    @Test
    void countsNoOtherFailure() throws Exception {
        for (int call = 0; call < 40; call++) {
            assertThat(call("/api/v1/needs", failing(new IllegalStateException("a bug"))).getStatus()).isEqualTo(500);
        }

        assertThat(letsThrough()).isTrue();
    }

    @Test
    void leavesHealthAndMetricsAlone() throws Exception {
        storeGoesAway();

        assertThat(call("/actuator/health/readiness", done).getStatus()).isEqualTo(201);
    }
}
