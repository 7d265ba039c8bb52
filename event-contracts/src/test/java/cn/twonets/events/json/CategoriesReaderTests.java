package cn.twonets.events.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.events.AidKind;
import cn.twonets.events.Categories;
import cn.twonets.events.Category;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.TimeAllowed;
import cn.twonets.events.Urgency;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CategoriesReaderTests {
    private static final String WHOLE = """
            [{"code": "housing", "name": "住房", "englishName": "Housing", "aidKinds": ["HOUSING"],
              "terms": {"MAJOR": {"handledAt": "VILLAGE", "step": "3 working days", "household": "24 hours",
                                  "refersAtOnce": false, "greenChannel": true}}}]""";

    @Test
    void bringsAllSeventeenCategories() {
        assertThat(CategoriesReader.starter().all()).extracting(category -> category.code().value())
                .containsExactly(
                        "housing", "drinking-water", "education", "medical-care", "medical-insurance", "disability",
                        "elderly-care", "child-care", "income", "employment", "finance", "social-assistance",
                        "disaster", "infrastructure", "dispute", "policy-question", "other");
    }

    @Test
    void handsAnOrdinaryOrMajorHousingNeedToTheVillageAndLetsTheLeaderDecide() {
        Category housing = CategoriesReader.starter().find(new CategoryCode("housing")).orElseThrow();
        for (Urgency urgency : new Urgency[]{Urgency.ORDINARY, Urgency.MAJOR}) {
            Category.Terms terms = housing.at(urgency).orElseThrow();
            assertThat(terms.handledAt()).isEqualTo(GridLevel.VILLAGE);
            assertThat(terms.refersAtOnce()).isFalse();
        }
        assertThat(housing.aidKinds()).contains(AidKind.HOUSING);
    }

    @Test
    void opensTheGreenChannelOnlyWithAReferralAtOnce() {
        for (Category category : CategoriesReader.starter().all()) {
            category.terms().values().forEach(
                    terms -> assertThat(terms.refersAtOnce() || !terms.greenChannel()).as(category.code().value())
                            .isTrue());
        }
    }

    @Test
    void leavesOutAnUrgencyThatTheCategoryDoesNotAllow() {
        Categories categories = CategoriesReader.starter();
        assertThat(categories.find(new CategoryCode("policy-question")).orElseThrow().at(Urgency.URGENT)).isEmpty();
        assertThat(categories.find(new CategoryCode("disaster")).orElseThrow().at(Urgency.ORDINARY)).isEmpty();
        assertThat(categories.find(new CategoryCode("no-such-category"))).isEmpty();
    }

    @Test
    void readsTimesInWords() {
        Category.Terms terms = read(WHOLE).all().getFirst().at(Urgency.MAJOR).orElseThrow();
        assertThat(terms.step()).isEqualTo(new TimeAllowed(3, TimeAllowed.Unit.WORKING_DAYS));
        assertThat(terms.household()).isEqualTo(new TimeAllowed(24, TimeAllowed.Unit.HOURS));
        assertThat(TimeAllowed.parse(terms.step().toString())).isEqualTo(terms.step());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3 days", "0 hours", "-1 hours", "3", "working days", "3 working days "})
    void refusesATimeNotWrittenSo(String text) {
        assertThatThrownBy(() -> TimeAllowed.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"name\": \"住房\",", "\"step\": \"3 working days\",", "\"refersAtOnce\": false,"})
    void refusesACategoryThatLacksAField(String field) {
        assertThat(WHOLE).contains(field);
        assertThatThrownBy(() -> read(WHOLE.replace(field, ""))).isInstanceOf(RuntimeException.class);
    }

    @Test
    void refusesTwoOfTheSameCode() {
        String one = WHOLE.substring(1, WHOLE.length() - 1);
        assertThatThrownBy(() -> read("[" + one + "," + one + "]")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("housing");
    }

    @Test
    void refusesAnUnknownField() {
        assertThatThrownBy(() -> read(WHOLE.replace("\"name\"", "\"nam\""))).isInstanceOf(RuntimeException.class);
    }

    private static Categories read(String json) {
        return CategoriesReader.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
