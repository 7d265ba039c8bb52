package cn.twonets.benchmarks.peer;

import java.time.Duration;
import java.util.List;

/** Which level handles a need, and in which time: the first row that fits. */
final class RoutingTable {
    /** The levels of the grid that have leaders, from the bottom. */
    enum Level {
        VILLAGE, AREA, TOWN, CITY;

        /** The next one up; the topmost is its own. */
        Level above() {
            return this == CITY ? CITY : values()[ordinal() + 1];
        }
    }

    private static final String ANY = "*";

    private record Row(String category, String urgency, Level level, Duration time) {
        boolean fits(String asked, String askedUrgency) {
            return (category.equals(ANY) || category.equals(asked))
                    && (urgency.equals(ANY) || urgency.equals(askedUrgency));
        }
    }

    /** A level, and the time it has. */
    record Answer(Level level, Duration time) {}

    private static final List<Row> ROWS = List.of(
            new Row("disaster", ANY, Level.TOWN, Duration.ofDays(1)),
            new Row("housing", "URGENT", Level.TOWN, Duration.ofDays(1)),
            new Row("infrastructure", ANY, Level.AREA, Duration.ofDays(15)),
            new Row("dispute", "MAJOR", Level.AREA, Duration.ofDays(5)),
            new Row("medical-insurance", ANY, Level.VILLAGE, Duration.ofDays(5)),
            new Row("education", ANY, Level.VILLAGE, Duration.ofDays(10)),
            new Row(ANY, "URGENT", Level.AREA, Duration.ofDays(1)),
            new Row(ANY, "MAJOR", Level.VILLAGE, Duration.ofDays(5)),
            new Row(ANY, ANY, Level.VILLAGE, Duration.ofDays(15)));

    Answer route(String category, String urgency) {
        return ROWS.stream().filter(row -> row.fits(category, urgency)).findFirst()
                .map(row -> new Answer(row.level(), row.time())).orElseThrow();
    }
}
