package cn.twonets.events.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.json.JsonMapper;

class PlainTimesTest {
    private static final JsonMapper JSON = EventCodec.mapper();

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "2026-11-21T08:00:00.123+08:00", "9999-12-31T23:59:59.999999999Z"})
    void readsTimesOfTheCalendar(String text) {
        assertThat(PlainTimes.parse(text).toEpochMilli())
                .isEqualTo(JSON.readValue('"' + text + '"', Instant.class).toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(strings = {"+10000-01-01T00:00:00Z", "+999999999-12-31T23:59:59Z", "0000-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z"})
    void refusesTimesThatNobodyCanKeep(String text) {
        assertThatThrownBy(() -> PlainTimes.parse(text)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> JSON.readValue('"' + text + '"', Instant.class))
                .isInstanceOf(InvalidFormatException.class);
    }
}
