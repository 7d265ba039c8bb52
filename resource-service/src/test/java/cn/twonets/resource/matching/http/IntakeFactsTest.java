package cn.twonets.resource.matching.http;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.http.ClientSettings;
import cn.twonets.events.NeedId;
import cn.twonets.resource.catalogue.Fact;
import cn.twonets.resource.matching.HouseholdFacts;
import cn.twonets.resource.testing.StubRegister;
import cn.twonets.telemetry.traces.TraceContext;
import cn.twonets.telemetry.traces.Tracing;
import cn.twonets.transport.Transport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class IntakeFactsTest {
    private static final NeedId FIRST = new NeedId("need-0001");
    private static final NeedId SECOND = new NeedId("need-0002");

    @TempDir
    Path folder;
    private final StubRegister register = new StubRegister();
    private @Nullable IntakeFacts facts;

    @AfterEach
    void close() {
        register.close();
        if (facts != null) {
            facts.close();
        }
    }

    private IntakeFacts facts(Duration limit) {
        facts = new IntakeFacts(new FactsSettings(register.uri(), new ClientSettings(
                URI.create(register.uri() + "/token"), "resource-service", StubRegister.secretIn(folder), limit),
                Transport.plain()), Tracing.OFF);
        return facts;
    }

    private static Map<NeedId, HouseholdFacts> ask(IntakeFacts facts) {
        return facts.factsOf(List.of(FIRST, SECOND), Set.of(Fact.DWELLING_GRADE, Fact.MEMBERS));
    }

    @Test
    void asksForAWholeBatchAtOnce() {
        register.facts = """
                {"dwelling-grade":"D","income-per-head-fen":320000,"special-groups":["OLD_LIVING_ALONE"],\
                "members":2,"disabled-members":1,"insured":true,"later-added":"x"}""";

        Map<NeedId, HouseholdFacts> known = ask(facts(Duration.ofSeconds(20)));

        assertThat(known).containsOnlyKeys(FIRST, SECOND);
        assertThat(known.get(FIRST)).isEqualTo(
                new HouseholdFacts("D", 320_000L, Set.of("OLD_LIVING_ALONE"), 2, 1, true));
        assertThat(register.asked).hasSize(1);
        assertThat(register.asked.getFirst()).hasToString(
                "{\"needs\":[\"need-0001\",\"need-0002\"],\"facts\":[\"dwelling-grade\",\"members\"]}");
    }

    @Test
    void usesOneTokenForManyQuestions() {
        IntakeFacts asking = facts(Duration.ofSeconds(20));

        ask(asking);
        ask(asking);

        assertThat(register.tokens).hasValue(1);
        assertThat(register.authorizations).containsExactly("Bearer token-1", "Bearer token-1");
    }

    @Test
    void asksAsPartOfTheTraceThatItsThreadWorksOn() {
        IntakeFacts asking = facts(Duration.ofSeconds(20));
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        TraceContext.enter(trace);
        try {
            ask(asking);
        } finally {
            TraceContext.leave();
        }
        ask(asking);

        assertThat(register.traces).containsExactly(trace, "none");
    }

    @Test
    void leavesOutNeedsThatTheRegisterDoesNotKnow() {
        register.mood = StubRegister.Mood.KNOWS_NOBODY;

        assertThat(ask(facts(Duration.ofSeconds(20)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(value = StubRegister.Mood.class, names = {"FAILS", "HANGS", "BABBLES"})
    void givesNothingWhenTheRegisterIsInTrouble(StubRegister.Mood mood, CapturedOutput output) {
        register.mood = mood;

        assertThat(ask(facts(mood == StubRegister.Mood.HANGS ? Duration.ofMillis(300) : Duration.ofSeconds(20))))
                .isEmpty();
        assertThat(output).contains("Facts of 2 needs could not be had").doesNotContain("canary-secret");
    }

    @Test
    void stopsAskingWhenTheRegisterKeepsFailing() {
        register.mood = StubRegister.Mood.FAILS;
        IntakeFacts asking = facts(Duration.ofSeconds(20));

        for (int i = 0; i < 5; i++) {
            ask(asking);
        }
        assertThat(asking.isAsking()).isFalse();
        register.mood = StubRegister.Mood.ANSWERS;
        assertThat(ask(asking)).isEmpty();

        assertThat(register.questions).hasValue(5);
        asking.breaker().transitionToHalfOpenState();
        assertThat(ask(asking)).as("of one alone, to begin with").hasSize(1);
        assertThat(ask(asking)).containsOnlyKeys(FIRST, SECOND);
    }

    @Test
    void asksASlowRegisterForFewerUntilItAnswers() {
        register.answersAtMost = 40;
        IntakeFacts asking = facts(Duration.ofSeconds(2));
        List<NeedId> needs = IntStream.range(0, 100).mapToObj(n -> new NeedId("need-" + (1_000 + n))).toList();
        List<Integer> known = new ArrayList<>();

        for (int i = 0; i < 5; i++) {
            known.add(asking.factsOf(needs, Set.of(Fact.MEMBERS)).size());
        }

        assertThat(known).containsExactly(0, 0, 25, 31, 38);
    }

    @Test
    void asksForFewerAndFewerUntilOneIsLeftAndForMoreAgain() {
        register.answersAtMost = 2;
        IntakeFacts asking = facts(Duration.ofSeconds(2));
        List<NeedId> needs = IntStream.range(0, 9).mapToObj(n -> new NeedId("need-" + (1_000 + n))).toList();
        List<Integer> known = new ArrayList<>();

        for (int i = 0; i < 3; i++) {
            known.add(asking.factsOf(needs, Set.of(Fact.MEMBERS)).size());
        }
        register.answersAtMost = 9;
        known.add(asking.factsOf(needs, Set.of(Fact.MEMBERS)).size());

        assertThat(known).containsExactly(0, 0, 2, 4);
    }

    @Test
    void doesNotAskForTheSameFewEachTime() {
        register.answersAtMost = 20;
        IntakeFacts asking = facts(Duration.ofSeconds(2));
        List<NeedId> needs = IntStream.range(0, 40).mapToObj(n -> new NeedId("need-" + (1_000 + n))).toList();
        Set<NeedId> known = new HashSet<>();

        asking.factsOf(needs, Set.of(Fact.MEMBERS));
        for (int i = 0; i < 2; i++) {
            register.answersAtMost = 40;
            known.addAll(asking.factsOf(needs, Set.of(Fact.MEMBERS)).keySet());
        }

        assertThat(known).as("20 and 25 of 40").hasSizeGreaterThan(25);
    }

    @Test
    void givesNothingWithoutASecret() {
        facts = new IntakeFacts(new FactsSettings(register.uri(), new ClientSettings(
                URI.create(register.uri() + "/token"), "resource-service", null, Duration.ofSeconds(20)),
                Transport.plain()), Tracing.OFF);

        assertThat(ask(facts)).isEmpty();
        assertThat(register.questions).hasValue(0);
    }
}
