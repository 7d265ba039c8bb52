package cn.twonets.dispatch.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.events.Categories;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.Urgency;
import cn.twonets.events.json.CategoriesReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingPolicyTest {
    private final RoutingPolicy policy = new RoutingPolicy(CategoriesReader.starter());

    @ParameterizedTest
    @CsvSource({
            "housing, ORDINARY, VILLAGE, ORDINARY, false, false",
            "housing, MAJOR, VILLAGE, MAJOR, false, false",
            "housing, URGENT, TOWN, URGENT, true, true",
            "elderly-care, ORDINARY, GROUP, ORDINARY, false, false",
            "medical-insurance, ORDINARY, VILLAGE, ORDINARY, true, false",
            "infrastructure, ORDINARY, AREA, ORDINARY, false, false",
            "infrastructure, URGENT, TOWN, MAJOR, false, false",
            "disaster, ORDINARY, TOWN, MAJOR, false, false",
            "policy-question, URGENT, GROUP, ORDINARY, false, false"})
    void rulesByCategoryAndUrgency(CategoryCode category, Urgency asked, GridLevel handledAt, Urgency counts,
            boolean refersAtOnce, boolean greenChannel) {
        Ruling ruling = policy.rule(category, asked);
        assertThat(ruling.terms().handledAt()).isEqualTo(handledAt);
        assertThat(ruling.urgency()).isEqualTo(counts);
        assertThat(ruling.terms().refersAtOnce()).isEqualTo(refersAtOnce);
        assertThat(ruling.terms().greenChannel()).isEqualTo(greenChannel);
    }

    @ParameterizedTest
    @ValueSource(strings = {"housing", "drinking-water", "education", "medical-care", "medical-insurance", "disability",
            "elderly-care", "child-care", "income", "employment", "finance", "social-assistance", "disaster",
            "infrastructure", "dispute", "policy-question", "other"})
    void knowsTheCountysCategoriesAtEveryUrgency(String category) {
        CategoryCode code = new CategoryCode(category);
        assertThat(policy.knows(code)).isTrue();
        for (Urgency urgency : Urgency.values()) {
            assertThat(policy.rule(code, urgency).reasons()).contains("category:" + category);
        }
    }

    @ParameterizedTest
    @EnumSource(Urgency.class)
    void rulesAnUnknownCategoryLikeOtherAndSaysSo(Urgency urgency) {
        CategoryCode unknown = new CategoryCode("moon-landing");
        assertThat(policy.knows(unknown)).isFalse();
        Ruling ruling = policy.rule(unknown, urgency);
        assertThat(ruling.terms()).isEqualTo(policy.rule(new CategoryCode("other"), urgency).terms());
        assertThat(ruling.reasons()).contains("category-unknown");
    }

    @Test
    void refusesCategoriesWithoutOne() {
        assertThatThrownBy(() -> new RoutingPolicy(new Categories(List.of())))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
