package cn.twonets.system.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** No route without expectations. */
class RoutesTest {
    @Test
    void everyRouteOfEveryControllerIsInTheTableAndNothingElse() throws ClassNotFoundException {
        assertThat(AccessTable.read().routes()).containsExactlyInAnyOrderElementsOf(ServedRoutes.all());
    }
}
