package cn.twonets.intake.needs.web;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.CategoryCode;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.PostId;
import cn.twonets.events.StabilityRisk;
import cn.twonets.events.Urgency;
import cn.twonets.intake.needs.Content;
import cn.twonets.intake.needs.NeedStatus;
import cn.twonets.intake.needs.Submission;
import cn.twonets.intake.privacy.Protected;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that carries what somebody wrote about a need, on its way in and out. */
class PrintsNoDescriptionTest {
    private static final String CANARY = "金丝雀CANARY";
    private static final NeedId NEED = new NeedId("need-0001");
    private static final HouseholdId HOUSEHOLD = new HouseholdId("household-1");
    private static final CategoryCode CATEGORY = new CategoryCode("housing");

    static Stream<Object> carriers() {
        var basis = new BasisBody(NeedEvent.BasisKind.DUTY, null, null, null, null);
        var content = new Content(CATEGORY, Urgency.ORDINARY, StabilityRisk.ORDINARY, Set.of(), 1,
                new Protected(CANARY));
        return Stream.of(
                new NeedBody(HOUSEHOLD, CATEGORY, null, null, null, null, basis, CANARY),
                new NeedPatch(null, null, null, null, null, CANARY),
                content,
                new Submission(NEED, "digest", HOUSEHOLD, content,
                        new NeedEvent.Basis(NeedEvent.BasisKind.DUTY, null, null, null, null)),
                new NeedView(NEED, HOUSEHOLD, new GridCode("411082110213"), CATEGORY, Urgency.ORDINARY,
                        StabilityRisk.ORDINARY, Set.of(), 1, new PostId("village-member:411082110213"), Instant.EPOCH,
                        basis, NeedStatus.SUBMITTED, false, null, null, null, null, null, CANARY));
    }

    @ParameterizedTest
    @MethodSource("carriers")
    void doesNotPrintItself(Object carrier) {
        assertThat(carrier.toString()).doesNotContain(CANARY);
    }

    /** The search would find it: a carrier that is an ordinary record prints all it has. */
    private record Leaking(String description) {}

    @Test
    void aPlantedCarrierIsFound() {
        assertThat(new Leaking(CANARY).toString()).contains(CANARY);
    }
}
