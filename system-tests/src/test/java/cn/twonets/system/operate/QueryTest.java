package cn.twonets.system.operate;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.system.operate.Query.Matching;
import org.junit.jupiter.api.Test;

class QueryTest {
    @Test
    void findsMetricsMatchersAndGroupings() {
        Query query = Query.of("""
                sum by (service, le) (rate(http_requests_count{status=~"5..", uri!~"/actuator.*"}[5m]))
                  / 1e3 > 0.02 and on (service) process_uptime_seconds offset 5m > 172800""");

        assertThat(query.metrics()).containsOnlyKeys("http_requests_count", "process_uptime_seconds");
        assertThat(query.metrics().get("http_requests_count")).containsExactly(
                new Matching("status", "=~", "5.."),
                new Matching("uri", "!~", "/actuator.*"));
        assertThat(query.grouping()).containsExactly("le", "service");
    }
}
