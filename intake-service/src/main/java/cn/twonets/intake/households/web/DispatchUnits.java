package cn.twonets.intake.households.web;

import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.api.web.Failures;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.grid.GridUnit;
import cn.twonets.grid.UnitLookup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Asks dispatch about a unit, as the caller of the request at hand. */
public final class DispatchUnits implements UnitLookup {
    private static final Logger log = LoggerFactory.getLogger(DispatchUnits.class);

    private final RestClient client;

    /** @param client knows dispatch's address and has short timeouts */
    public DispatchUnits(RestClient client) {
        this.client = client;
    }

    private record Unit(
            GridCode code,
            String name,
            GridLevel level,
            @Nullable GridCode parent,
            List<GridCode> ancestors,
            Instant validFrom,
            @Nullable Instant validTo,
            List<GridCode> replacedBy) {}

    @Override
    public Optional<Known> ask(GridCode code) {
        ServletRequestAttributes request = (ServletRequestAttributes) RequestContextHolder.currentRequestAttributes();
        try {
            Unit unit = client.get()
                    .uri("/api/v1/grid-units/{code}", code.value())
                    .header(HttpHeaders.AUTHORIZATION, request.getRequest().getHeader(HttpHeaders.AUTHORIZATION))
                    .retrieve()
                    .body(Unit.class);
            if (!isAbout(code, unit)) {
                log.warn("Dispatch answered a question about a unit with something else");
                throw away();
            }
            return Optional.of(known(unit));
        } catch (HttpClientErrorException.NotFound unknown) {
            return Optional.empty();
        } catch (RestClientException broken) {
            // away, or no answer that can be read; whatever it is, the caller's body is not to blame
            log.warn("Dispatch could not be asked about a unit: {}", broken.getClass().getSimpleName());
            throw away();
        }
    }

    private static Refusal away() {
        return Refusal.of(StandardProblem.TEMPORARILY_UNAVAILABLE).retryAfter(Failures.PAUSE);
    }

    /** Nothing that another service says is taken for granted: a unit that was not asked for could be anybody's. */
    private static boolean isAbout(GridCode code, @Nullable Unit unit) {
        return unit != null && code.equals(unit.code()) && unit.name() != null && unit.level() != null
                && unit.validFrom() != null && unit.ancestors() != null && unit.replacedBy() != null
                && unit.ancestors().stream().allMatch(Objects::nonNull);
    }

    private static Known known(Unit unit) {
        List<GridCode> pathUp = new ArrayList<>(List.of(unit.code()));
        unit.ancestors().stream().filter(code -> !code.equals(unit.code())).forEach(pathUp::add);
        return new Known(
                new GridUnit(unit.code(), unit.name(), unit.level(), unit.parent(), unit.validFrom(), unit.validTo(),
                        unit.replacedBy()),
                pathUp);
    }
}
