package cn.twonets.calendar.file;

import cn.twonets.calendar.WorkingCalendar;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The yearly notices as files in the form of the holiday-cn data set: those in the product, and newer ones beside it. */
public final class HolidayFiles {
    private static final List<Integer> PACKAGED = List.of(2025, 2026, 2027);
    private static final Pattern NAME = Pattern.compile("(\\d{4})\\.json");
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private HolidayFiles() {
    }

    /**
     * The calendar.
     *
     * @param folder files here named {@code <year>.json} come before those in the product; null for none
     * @throws UncheckedIOException if a file cannot be read
     * @throws IllegalArgumentException if a file is not of that form; says which
     */
    public static WorkingCalendar calendar(@Nullable Path folder) {
        Map<Integer, WorkingCalendar.Notice> notices = new TreeMap<>();
        for (int year : PACKAGED) {
            String name = "/calendar/" + year + ".json";
            try (InputStream file = HolidayFiles.class.getResourceAsStream(name)) {
                if (file == null) {
                    throw new IllegalStateException("the product lacks " + name);
                }
                notices.put(year, read(name, year, file.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        if (folder != null) {
            notices.putAll(replacements(folder));
        }
        return new WorkingCalendar(notices.values());
    }

    private static Map<Integer, WorkingCalendar.Notice> replacements(Path folder) {
        Map<Integer, WorkingCalendar.Notice> notices = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()) {
                    int year = Integer.parseInt(name.group(1));
                    notices.put(year, read(file.toString(), year, Files.readAllBytes(file)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return notices;
    }

    private static WorkingCalendar.Notice read(String name, int year, byte[] json) {
        try {
            Year read = JSON.readValue(json, Year.class);
            if (read.year() != year) {
                throw new IllegalArgumentException(name + " is about the year " + read.year());
            }
            Map<LocalDate, Boolean> days = new HashMap<>();
            for (Day day : read.days()) {
                days.put(day.date(), !day.off());
            }
            return new WorkingCalendar.Notice(year, !read.papers().isEmpty(), days);
        } catch (JacksonException | NullPointerException e) {
            throw new IllegalArgumentException(name + " is not a file of holidays", e);
        }
    }

    private record Year(int year, List<String> papers, List<Day> days) {
        private Year {
            papers = new ArrayList<>(papers);
            days = new ArrayList<>(days);
        }
    }

    private record Day(LocalDate date, @JsonProperty("isOffDay") boolean off) {
        private Day {
            java.util.Objects.requireNonNull(date);
        }
    }
}
