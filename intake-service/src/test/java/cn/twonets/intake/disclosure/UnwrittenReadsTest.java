package cn.twonets.intake.disclosure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.intake.testing.Bodies;
import cn.twonets.intake.testing.Client;
import cn.twonets.intake.testing.RunningIntake;
import cn.twonets.intake.testing.Village;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A service whose audit can no longer be written shows nothing private, and does again once it can. */
class UnwrittenReadsTest {
    @Test
    void nothingPrivateIsShownThatCannotBeWrittenDown() throws IOException {
        try (RunningIntake intake = RunningIntake.own()) {
            Client member = intake.member();
            Client office = intake.as(Village.OFFICE, "assistance-office");
            String household = Bodies.registered(member);
            String need = member.post("/api/v1/needs", Bodies.need(household)).text("/id");
            String path = "/api/v1/households/" + household;
            List<Supplier<Client.Answer>> reads = List.of(
                    () -> member.post(path + "/disclosures", """
                            {"purpose": "home-visit", "fields": ["names", "phones"]}"""),
                    () -> office.post(path + "/exports", ""),
                    () -> member.get(path),
                    () -> member.get("/api/v1/needs/" + need),
                    () -> intake.as("service:resource", "household-facts").post("/internal/facts", """
                            {"needs": ["%s"], "facts": ["insured"]}""".formatted(need)));
            assertThat(reads).allSatisfy(read -> assertThat(read.get().status()).isEqualTo(200));
            int before = intake.reads(household).size();
            assertThat(before).isEqualTo(reads.size());

            // the folder is gone, and a file in its place keeps it from being made anew
            Path audit = intake.folder().resolve("audit");
            Path aside = intake.folder().resolve("aside");
            Files.move(audit, aside);
            Files.writeString(audit, "not a folder");
            // what is written into a file that was taken away is found out by health, which also asks for readiness
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> intake.withToken("").get("/actuator/health/readiness").status() == 503);

            assertThat(reads).allSatisfy(read -> {
                Client.Answer refused = read.get();
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.body()).doesNotContain("样例", "13800005678", "430000", "insured");
            });
            assertThat(member.post("/api/v1/needs", Bodies.need(household)).status()).as("acts as well").isEqualTo(503);

            Files.delete(audit);
            Files.move(aside, audit);
            await().atMost(Duration.ofMinutes(1)).until(() -> reads.getFirst().get().status() == 200);
            assertThat(intake.reads(household)).hasSize(before + 1);
        }
    }
}
