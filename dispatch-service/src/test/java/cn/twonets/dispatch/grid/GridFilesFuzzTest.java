package cn.twonets.dispatch.grid;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.dispatch.grid.csv.GridCsv;
import cn.twonets.events.GridCode;
import cn.twonets.fuzzing.DecoderFuzz;
import cn.twonets.fuzzing.Words;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Files that are no grid: each line is taken or named as wrong, and what was taken is read again as the same. */
class GridFilesFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final List<String> WORDS = Words.of(Words.CSV, List.of("code", "name", "level", "parent", "validTo",
            "replacedBy", "id", "unit", "post", "capacity", "validFrom", "CITY", "VILLAGE", "LEADER", "MEMBER",
            "411082",
            "411082100", "411082100-A01"));

    private static GridFiles read(String text) {
        return new GridCsv().read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))).files();
    }

    private static String units(GridFiles files) {
        return "code,name,level,parent,validTo,replacedBy\n"
                + Objects.requireNonNull(files.units()).stream()
                        .map(row -> row.code() + "," + quoted(row.name()) + "," + row.level() + "," + or(row.parent())
                                + ","
                                + or(row.validTo()) + "," + row.replacedBy().stream().map(GridCode::value)
                                        .collect(Collectors.joining(";")))
                        .collect(Collectors.joining("\n"));
    }

    private static String appointments(GridFiles files) {
        return "id,unit,post,capacity,validFrom,validTo\n"
                + Objects.requireNonNull(files.appointments()).stream()
                        .map(row -> row.id() + "," + row.unit() + "," + row.post() + "," + row.capacity() + ","
                                + or(row.validFrom()) + "," + or(row.validTo()))
                        .collect(Collectors.joining("\n"));
    }

    private static String or(Object value) {
        return value == null ? "" : value.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }

    @Test
    void takesEachLineOrSaysWhatIsWrong() throws InterruptedException {
        Map<String, Long> outcomes = DecoderFuzz.of("grid-files", WORDS).feed(input -> {
            GridFiles files = new GridCsv().read(new ByteArrayInputStream(input)).files();
            ImportPlan plan = ImportPlan.of(files, List.of(), List.of(), NOW);
            assertThat(plan.problems().size()).isLessThan(10_000);
            plan.units().forEach(unit -> stored(unit.validFrom(), unit.validTo()));
            plan.appointments().forEach(one -> stored(one.validFrom(), one.validTo()));
            if (files.units() != null && !files.units().isEmpty()) {
                List<UnitRow> again = Objects.requireNonNull(read(units(files)).units());
                assertThat(again).usingRecursiveFieldByFieldElementComparatorIgnoringFields("line")
                        .isEqualTo(files.units());
            }
            if (files.appointments() != null && !files.appointments().isEmpty()) {
                List<AppointmentRow> again = Objects.requireNonNull(read(appointments(files)).appointments());
                assertThat(again).usingRecursiveFieldByFieldElementComparatorIgnoringFields("line")
                        .isEqualTo(files.appointments());
            }
            return files.problems().isEmpty()
                    ? plan.problems().isEmpty() ? "plan" : "no plan"
                    : files.problems().getFirst().code();
        });
        assertThat(outcomes).containsKeys("plan", "no plan", "not-csv", "column-missing");
    }

    /** The store keeps milliseconds. */
    private static void stored(Instant from, Instant to) {
        if (from != null) {
            from.toEpochMilli();
        }
        if (to != null) {
            to.toEpochMilli();
        }
    }
}
