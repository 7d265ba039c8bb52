package cn.twonets.dispatch.grid.csv;

import cn.twonets.api.personal.PersonalNumbers;
import cn.twonets.dispatch.grid.ImportProblem;
import cn.twonets.events.json.PlainTimes;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One line, read cell by cell; what is wrong is noted with line and column, and reading goes on. */
final class CsvLine {
    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");

    private final CsvRecord record;
    private final String file;
    private final Map<String, Integer> columns;
    private final List<ImportProblem> problems;
    private boolean sound = true;

    CsvLine(CsvRecord record, String file, Map<String, Integer> columns, List<ImportProblem> problems) {
        this.record = record;
        this.file = file;
        this.columns = columns;
        this.problems = problems;
    }

    long number() {
        return record.getStartingLineNumber();
    }

    /** Whether nothing was wrong so far. */
    boolean isSound() {
        return sound;
    }

    /** The cell's text without spaces around it; empty where the column is absent. */
    String text(String column) {
        String text = cell(column);
        if (text.indexOf('\uFFFD') >= 0) {
            wrong(column, "not-utf8");
        } else if (text.chars().anyMatch(Character::isISOControl)) {
            wrong(column, "control-character");
        }
        return text;
    }

    /** A cell that must be there and that the function takes; null, and noted, if not. */
    <T> @Nullable T required(String column, Function<String, T> reading, String code) {
        String text = text(column);
        if (text.isEmpty()) {
            wrong(column, "missing");
            return null;
        }
        return read(column, text, reading, code);
    }

    /** A cell that may be empty; null if it is, or, noted, if the function does not take it. */
    <T> @Nullable T optional(String column, Function<String, T> reading, String code) {
        String text = text(column);
        return text.isEmpty() ? null : read(column, text, reading, code);
    }

    /** A day, meaning its beginning in China, or an instant. */
    @Nullable
    Instant time(String column) {
        return optional(column,
                text -> text.length() == 10
                        ? LocalDate.parse(text).atStartOfDay(BEIJING).toInstant()
                        : PlainTimes.parse(text),
                "invalid-time");
    }

    /** Notes which of these cells could have somebody's number in it: all of them are published. */
    void requireNobodysNumber(String... published) {
        for (String column : published) {
            if (PersonalNumbers.isIn(cell(column))) {
                wrong(column, PersonalNumbers.CODE);
            }
        }
    }

    void wrong(String column, String code) {
        sound = false;
        problems.add(new ImportProblem(file, number(), columns.getOrDefault(column, -1) + 1, column, code));
    }

    private String cell(String column) {
        Integer index = columns.get(column);
        return index == null || index >= record.getFieldCount() ? "" : record.getField(index).strip();
    }

    private <T> @Nullable T read(String column, String text, Function<String, T> reading, String code) {
        try {
            return reading.apply(text);
        } catch (IllegalArgumentException | DateTimeException e) {
            wrong(column, code);
            return null;
        }
    }
}
