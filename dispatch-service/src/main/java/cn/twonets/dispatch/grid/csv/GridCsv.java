package cn.twonets.dispatch.grid.csv;

import cn.twonets.dispatch.grid.AppointmentRow;
import cn.twonets.dispatch.grid.GridFiles;
import cn.twonets.dispatch.grid.ImportProblem;
import cn.twonets.dispatch.grid.StarterGrid;
import cn.twonets.dispatch.grid.UnitRow;
import cn.twonets.events.AppointmentId;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of units and of appointments: RFC 4180, UTF-8 with or without a byte order mark, a header line in any
 * order of columns. Every line that is wrong is noted with line and column; lines that are right are kept.
 */
public final class GridCsv {
    /** So many lines at the most; a county has some thousands. */
    public static final int MOST_LINES = 200_000;
    /** So many problems are noted; whoever gets that many has sent something else. */
    public static final int MOST_PROBLEMS = 1_000;

    private static final int LONGEST_NAME = 60;
    private static final List<String> UNIT_COLUMNS = List.of("code", "name", "level", "parent");
    private static final List<String> APPOINTMENT_COLUMNS = List.of("id", "unit", "post", "capacity");

    private final List<ImportProblem> problems = new ArrayList<>();
    private final Map<String, List<String>> headers = new HashMap<>();
    private @Nullable List<UnitRow> units;
    private @Nullable List<AppointmentRow> appointments;

    /** The starter grid, as if its two files had been handed in. */
    public static GridFiles starter() {
        StarterGrid.Files files = StarterGrid.files();
        return new GridCsv()
                .readUnits(new ByteArrayInputStream(files.units().getBytes(StandardCharsets.UTF_8)))
                .readAppointments(new ByteArrayInputStream(files.appointments().getBytes(StandardCharsets.UTF_8)))
                .files();
    }

    /** Reads one file; which it is, its header says. */
    public GridCsv read(InputStream file) {
        return read(null, file);
    }

    /** Reads a file of units. */
    public GridCsv readUnits(InputStream file) {
        return read(ImportProblem.UNITS, file);
    }

    /** Reads a file of appointments. */
    public GridCsv readAppointments(InputStream file) {
        return read(ImportProblem.APPOINTMENTS, file);
    }

    /** Everything that was read. */
    public GridFiles files() {
        return new GridFiles(units, appointments, Map.copyOf(headers), List.copyOf(problems));
    }

    private GridCsv read(@Nullable String expected, InputStream file) {
        String name = expected == null ? ImportProblem.UNITS : expected;
        long line = 1;
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .detectBomHeader(true)
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .allowUnclosedQuote(false)
                .ofCsvRecord(file)) {
            Iterator<CsvRecord> records = reader.iterator();
            if (!records.hasNext()) {
                problems.add(new ImportProblem(name, 1, 0, "", "empty-file"));
                return this;
            }
            Map<String, Integer> columns = columns(records.next());
            boolean ofUnits = expected == null ? columns.containsKey("level") : name.equals(ImportProblem.UNITS);
            name = ofUnits ? ImportProblem.UNITS : ImportProblem.APPOINTMENTS;
            headers.put(name, List.copyOf(columns.keySet()));
            if (!hasColumns(name, columns, ofUnits ? UNIT_COLUMNS : APPOINTMENT_COLUMNS)) {
                return this;
            }
            Consumer<CsvLine> keeping = ofUnits ? keepUnits() : keepAppointments();
            for (int count = 1; records.hasNext() && problems.size() < MOST_PROBLEMS; count++) {
                CsvRecord record = records.next();
                line = record.getStartingLineNumber();
                if (count > MOST_LINES) {
                    problems.add(new ImportProblem(name, line, 0, "", "too-many-lines"));
                    return this;
                }
                readLine(record, name, columns, keeping);
            }
        } catch (CsvParseException e) {
            problems.add(new ImportProblem(name, line + 1, 0, "", "not-csv"));
        } catch (UncheckedIOException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private void readLine(CsvRecord record, String name, Map<String, Integer> columns, Consumer<CsvLine> keeping) {
        CsvLine line = new CsvLine(record, name, columns, problems);
        if (record.getFieldCount() > columns.size()) {
            problems.add(new ImportProblem(name, line.number(), columns.size() + 1, "", "too-many-cells"));
        } else {
            keeping.accept(line);
        }
    }

    /** A name that comes twice keeps its first place; the second is called by its number, so that places hold. */
    private static Map<String, Integer> columns(CsvRecord header) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        for (int index = 0; index < header.getFieldCount(); index++) {
            if (columns.putIfAbsent(header.getField(index).strip(), index) != null) {
                columns.put("#" + (index + 1), index);
            }
        }
        return columns;
    }

    private boolean hasColumns(String name, Map<String, Integer> columns, List<String> required) {
        List<String> missing = required.stream().filter(column -> !columns.containsKey(column)).toList();
        missing.forEach(column -> problems.add(new ImportProblem(name, 1, 0, column, "column-missing")));
        return missing.isEmpty();
    }

    private Consumer<CsvLine> keepUnits() {
        List<UnitRow> rows = new ArrayList<>();
        units = rows;
        return line -> {
            GridCode code = line.required("code", GridCode::new, "invalid-value");
            String name = line.required("name", GridCsv::name, "invalid-value");
            GridLevel level = line.required("level", GridLevel::valueOf, "unknown-value");
            GridCode parent = line.optional("parent", GridCode::new, "invalid-value");
            Instant validTo = line.time("validTo");
            List<GridCode> replacedBy = line.optional("replacedBy",
                    text -> Stream.of(text.split(";")).map(String::strip).map(GridCode::new).toList(),
                    "invalid-value");
            line.requireNobodysNumber("code", "name", "replacedBy");
            if (line.isSound() && code != null && name != null && level != null) {
                rows.add(new UnitRow(line.number(), code, name, level, parent, validTo,
                        replacedBy == null ? List.of() : replacedBy));
            }
        };
    }

    private Consumer<CsvLine> keepAppointments() {
        List<AppointmentRow> rows = new ArrayList<>();
        appointments = rows;
        return line -> {
            AppointmentId id = line.required("id", AppointmentId::new, "invalid-value");
            GridCode unit = line.required("unit", GridCode::new, "invalid-value");
            PostId post = line.required("post", PostId::new, "invalid-value");
            PostCapacity capacity = line.required("capacity", PostCapacity::valueOf, "unknown-value");
            Instant from = line.time("validFrom");
            Instant to = line.time("validTo");
            line.requireNobodysNumber("id", "unit", "post");
            if (line.isSound() && id != null && unit != null && post != null && capacity != null) {
                rows.add(new AppointmentRow(line.number(), id, unit, post, capacity, from, to));
            }
        };
    }

    /** Names are shown in spreadsheets too, so they must not begin like a formula. */
    private static String name(String text) {
        if (text.length() > LONGEST_NAME || "=+-@".indexOf(text.charAt(0)) >= 0) {
            throw new IllegalArgumentException("not a name");
        }
        return text;
    }
}
