package cn.twonets.intake.households.web;

import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.grid.GridUnit;
import cn.twonets.grid.UnitLookup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** Asks dispatch about a unit, as the caller of the request at hand. */
public final class DispatchUnits implements UnitLookup {
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
            return Optional.ofNullable(unit).map(DispatchUnits::known);
        } catch (HttpClientErrorException.NotFound unknown) {
            return Optional.empty();
        }
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
