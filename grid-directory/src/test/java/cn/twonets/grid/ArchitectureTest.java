package cn.twonets.grid;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "cn.twonets.grid", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule THE_ROOT_IS_PURE_JAVA = noClasses().that()
            .resideInAPackage("cn.twonets.grid")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.apache.kafka..", "com.mongodb..", "org.bson..",
                    "tools.jackson..", "io.micrometer..", "cn.twonets.grid.kafka..", "cn.twonets.grid.spring..");

    @ArchTest
    static final ArchRule ONLY_THE_KAFKA_PACKAGE_KNOWS_KAFKA = noClasses().that()
            .resideOutsideOfPackage("cn.twonets.grid.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule NOBODY_ASKS_THE_SYSTEM_FOR_THE_TIME = noClasses().should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");
}
