package cn.twonets.store;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;

class ArchitectureTest {
    private static final JavaClasses STORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("cn.twonets.store");

    private static final ArchRule KNOWS_NO_OTHER_MODULE = noClasses().should().dependOnClassesThat()
            .resideInAnyPackage("com.mongodb..", "org.bson..", "org.springframework..", "cn.twonets.events..",
                    "cn.twonets.delivery..");

    private static final ArchRule SHOWS_ONLY_OPENING_AND_ITS_REFUSALS = classes().that().arePublic().should()
            .haveNameMatching(
                    "cn\\.twonets\\.store\\.(EmbeddedStore|StoreSettings(\\$Encryption)?|StoreCopy|Store\\w*Exception)");

    private static final ArchRule ASKS_ONLY_CLOCKS_FOR_THE_TIME = noClasses().should().callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @Test
    void knowsNoOtherModule() {
        KNOWS_NO_OTHER_MODULE.check(STORE);
        assertBites(KNOWS_NO_OTHER_MODULE, ContractConnection.class);
    }

    @Test
    void showsOnlyOpeningCopyingAndTheirRefusals() {
        SHOWS_ONLY_OPENING_AND_ITS_REFUSALS.check(STORE);
        assertBites(SHOWS_ONLY_OPENING_AND_ITS_REFUSALS, Offender.class);
    }

    @Test
    void asksOnlyClocksForTheTime() {
        ASKS_ONLY_CLOCKS_FOR_THE_TIME.check(STORE);
        assertBites(ASKS_ONLY_CLOCKS_FOR_THE_TIME, Offender.class);
    }

    private static void assertBites(ArchRule rule, Class<?> offender) {
        JavaClasses offending = new ClassFileImporter().importClasses(offender);
        assertThatThrownBy(() -> rule.check(offending)).isInstanceOf(AssertionError.class);
    }

    /** Breaks the rules on purpose. */
    public static final class Offender {
        Instant now() {
            return Instant.now().isAfter(Clock.systemUTC().instant()) ? Instant.EPOCH : Instant.MAX;
        }
    }
}
