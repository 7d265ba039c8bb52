package cn.twonets.dispatch.deadlines.calendar;

import cn.twonets.calendar.WorkingCalendar;
import cn.twonets.calendar.file.HolidayFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Gives the service its working calendar; {@code twonets.calendar.folder} names a folder with newer files. */
@Configuration(proxyBeanMethods = false)
class WorkingCalendarConfiguration {
    @Bean
    WorkingCalendar workingCalendar(@Value("${twonets.calendar.folder:#{null}}") @Nullable Path folder) {
        return HolidayFiles.calendar(folder);
    }
}
