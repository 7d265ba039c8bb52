package cn.twonets.resource.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;

/** What the packages of this service may know. */
public final class Rules {
    private static final String[] ROOTS = {"cn.twonets.resource.catalogue", "cn.twonets.resource.capacity",
            "cn.twonets.resource.matching", "cn.twonets.resource.referrals"};

    /** Feature roots are pure Java. */
    public static final ArchRule ROOTS_ARE_PURE = noClasses().that()
            .resideInAnyPackage(ROOTS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "org.apache.kafka..", "com.mongodb..", "org.bson..",
                    "tools.jackson..", "io.github.resilience4j..", "org.slf4j..", "java.net.http..",
                    "cn.twonets.api..", "cn.twonets.resource..web..", "cn.twonets.resource..mongo..",
                    "cn.twonets.resource..http..", "cn.twonets.resource..file..", "cn.twonets.resource.service..");

    /** Only mongo adapters see BSON and the driver; the wiring hands them their database. */
    public static final ArchRule ONLY_MONGO_SEES_BSON = noClasses().that()
            .resideOutsideOfPackages("cn.twonets.resource..mongo..", "cn.twonets.resource.service..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.mongodb..", "org.bson..");

    /** Kafka is the business of event delivery alone. */
    public static final ArchRule NOBODY_SEES_KAFKA = noClasses().that()
            .resideInAPackage("cn.twonets.resource..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..");

    /** Only web adapters serve HTTP. */
    public static final ArchRule ONLY_WEB_SERVES_HTTP = noClasses().that()
            .resideOutsideOfPackage("cn.twonets.resource..web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "jakarta.servlet..",
                    "cn.twonets.api.web..", "cn.twonets.api.caller..", "cn.twonets.api.problem..");

    /** Only the adapter to the household register calls others. */
    public static final ArchRule ONLY_HTTP_CALLS_OTHERS = noClasses().that()
            .resideOutsideOfPackage("cn.twonets.resource..http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..", "io.github.resilience4j..");

    /** Services know each other by events and HTTP only. */
    public static final ArchRule NO_OTHER_SERVICE = noClasses().that()
            .resideInAPackage("cn.twonets.resource..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("cn.twonets.intake..", "cn.twonets.dispatch..", "cn.twonets.gateway..",
                    "cn.twonets.standalone..", "cn.twonets.store..", "cn.twonets.broker..");

    /** Time comes from the clock that was handed over. */
    public static final ArchRule TIME_COMES_FROM_THE_CLOCK = noClasses().should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    private Rules() {
    }
}
