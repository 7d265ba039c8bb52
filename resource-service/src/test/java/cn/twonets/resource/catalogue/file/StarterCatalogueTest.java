package cn.twonets.resource.catalogue.file;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.AidKind;
import cn.twonets.events.PostId;
import cn.twonets.events.SpecialGroup;
import cn.twonets.events.json.CategoriesReader;
import cn.twonets.resource.catalogue.Fact;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StarterCatalogueTest {
    private final StarterCatalogue starter = StarterCatalogue.read();

    @ParameterizedTest
    @EnumSource(AidKind.class)
    void coversEveryKind(AidKind kind) {
        assertThat(starter.services()).anyMatch(entry -> entry.terms().kinds().contains(kind));
    }

    @Test
    void hasAboutTwentyServicesOfKnownProvidersWithIdsOfTheirOwn() {
        assertThat(starter.services()).hasSizeBetween(18, 30);
        assertThat(starter.services()).extracting(StarterCatalogue.Entry::id).doesNotHaveDuplicates();
        List<cn.twonets.events.ProviderId> providers = starter.providers().stream()
                .map(StarterCatalogue.Organization::id).toList();
        assertThat(providers).doesNotHaveDuplicates();
        assertThat(starter.services()).allMatch(entry -> providers.contains(entry.provider()));
    }

    @Test
    void namesTheClerksPostAfterTheProvider() {
        assertThat(starter.providers()).allSatisfy(
                provider -> assertThat(provider.clerks()).containsExactly(new PostId("department:" + provider.id())));
    }

    @Test
    void knowsTheSpecialGroupsThatItAsksFor() {
        List<String> known = Stream.of(SpecialGroup.values()).map(Enum::name).toList();
        starter.services().stream()
                .flatMap(entry -> entry.terms().conditions().stream())
                .filter(condition -> condition.fact() == Fact.SPECIAL_GROUPS)
                .forEach(condition -> assertThat(known).containsAll(condition.values()));
    }

    @Test
    void hasSomethingForEveryCategoryThatAsksForAid() {
        CategoriesReader.starter().all().forEach(category -> assertThat(category.aidKinds()).as("%s", category.code())
                .allMatch(kind -> starter.services().stream().anyMatch(entry -> entry.terms().kinds().contains(kind))));
    }
}
