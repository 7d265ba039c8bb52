package cn.twonets.dispatch.grid;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was handed in, as far as it could be read.
 *
 * @param units the whole tree: units that it does not name end; null if no such file was handed in
 * @param appointments appointments to add and change by id: what it does not name stays; null if no such file
 * @param columns the columns of each file in their order, by {@link ImportProblem#file()}
 * @param problems what could not be read
 */
public record GridFiles(
        @Nullable List<UnitRow> units,
        @Nullable List<AppointmentRow> appointments,
        Map<String, List<String>> columns,
        List<ImportProblem> problems) {

    /** Nothing handed in. */
    public static GridFiles none() {
        return new GridFiles(null, null, Map.of(), List.of());
    }

    /** The number of a column, from 1; 0 if the file does not have it. */
    int column(String file, String name) {
        return columns.getOrDefault(file, List.of()).indexOf(name) + 1;
    }
}
