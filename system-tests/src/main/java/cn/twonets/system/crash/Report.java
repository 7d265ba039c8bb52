package cn.twonets.system.crash;

import cn.twonets.system.judge.Invariant;
import cn.twonets.system.judge.Judge.Judgement;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What a crash test found. */
public record Report(
        Settings settings,
        Judgement judgement,
        CrashRun.Lives lives,
        List<Flights> kills,
        Instant started,
        Instant ended) {

    private static final double LEAST_SHARE = 0.8;

    /** Whether nothing was lost, doubled or overdrawn, every invariant holds, and the kills hit work. */
    public boolean holds() {
        return missing().isEmpty();
    }

    /** In words, why it does not hold, or did not show enough; empty if it holds. */
    private List<String> missing() {
        List<String> missing = new ArrayList<>();
        judgement.verdict().counts().forEach((invariant, count) -> missing.add(count + " violations of " + invariant));
        if (!lives.drained()) {
            missing.add("not all lives came to rest in time");
        }
        if (lives.broken() > 0) {
            missing.add(lives.broken() + " lives were broken off");
        }
        if (kills.size() != settings.kills()) {
            missing.add(kills.size() + " kills in place of " + settings.kills());
        }
        if (share() < LEAST_SHARE) {
            missing.add(
                    "only %.0f %% of the kills hit work in flight, %.0f %% are needed to show something: more needs or a higher rate help"
                            .formatted(100 * share(), 100 * LEAST_SHARE));
        }
        return missing;
    }

    /** Share of kills that hit work in flight; 1 without kills. */
    public double share() {
        return kills.isEmpty() ? 1 : (double) kills.stream().filter(Flights::hitWork).count() / kills.size();
    }

    private long overdrawn() {
        return judgement.verdict().count(Invariant.I5);
    }

    /** Prints it for people. */
    public void print(PrintStream out) {
        out.printf("crash test: %d needs or more, %d kills, seed %d, %s, %.1f lives/s, %s%n", settings.needs(),
                settings.kills(), settings.seed(),
                settings.separate() ? "a process for each part" : "all in one process",
                settings.rate(), settings.options("all"));
        out.printf("  lives begun %,d   closed %,d   broken off %,d   %s%n", lives.begun(), lives.closed(),
                lives.broken(), lives.drained() ? "all came to rest" : "NOT all came to rest in time");
        if (lives.putOff() > 0) {
            out.printf("  %,d lives began late, because %,d were under way%n", lives.putOff(), settings.mostUnderWay());
        }
        out.printf("  accepted %,d   answers lost (unknown, asked again) %,d%n", judgement.accepted(),
                judgement.unknown());
        out.printf("  lost %,d   doubled %,d   overdrawn %,d   (pools sampled %,d times)%n", judgement.lost(),
                judgement.doubled(), overdrawn(), lives.samples());
        out.printf("  kills that hit work in flight: %d of %d (%.0f %%); with requests unanswered: %d%n",
                kills.stream().filter(Flights::hitWork).count(), kills.size(), 100 * share(),
                kills.stream().filter(one -> one.unanswered() > 0).count());
        out.printf("  positions were read at most %d ms before the kill; killed again while starting: %d%n",
                kills.stream().mapToLong(one -> one.kill().readBefore().toMillis()).max().orElse(0),
                kills.stream().filter(one -> one.kill().again()).count());
        spread(out, "ready again", kills.stream().map(one -> one.kill().ready()).sorted().toList());
        spread(out, "first accepted again",
                kills.stream().flatMap(one -> one.accepted().stream()).sorted().toList());
        for (int i = 0; i < kills.size(); i++) {
            Flights one = kills.get(i);
            out.printf(
                    "  kill %3d  %-8s %,8d begun  %,6d unanswered  %,7d unconsumed  ready %5.1f s  accepted %5.1f s%s%n",
                    i + 1, one.kill().process(), one.kill().begun(), one.unanswered(), one.kill().unconsumed(),
                    seconds(one.kill().ready()), one.accepted().map(Report::seconds).orElse(Double.NaN),
                    one.kill().again() ? "  killed again while starting" : "");
        }
        out.printf("  took %d s%n", Duration.between(started, ended).toSeconds());
        judgement.verdict().print(out);
        out.println(holds() ? "everything holds" : "IT DOES NOT HOLD: " + String.join("; ", missing()));
    }

    private static void spread(PrintStream out, String what, List<Duration> sorted) {
        if (!sorted.isEmpty()) {
            out.printf("  %s after: least %.1f s, half %.1f s, most %.1f s%n", what, seconds(sorted.getFirst()),
                    seconds(sorted.get(sorted.size() / 2)), seconds(sorted.getLast()));
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** One line of JSON. */
    public String json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("needs", settings.needs());
        json.put("kills", kills.size());
        json.put("seed", settings.seed());
        json.put("separate", settings.separate());
        json.put("rate", settings.rate());
        json.put("begun", lives.begun());
        json.put("closed", lives.closed());
        json.put("broken", lives.broken());
        json.put("putOff", lives.putOff());
        json.put("drained", lives.drained());
        json.put("accepted", judgement.accepted());
        json.put("unknown", judgement.unknown());
        json.put("lost", judgement.lost());
        json.put("doubled", judgement.doubled());
        json.put("overdrawn", overdrawn());
        json.put("hitWorkShare", share());
        json.put("unansweredShare", kills.isEmpty()
                ? 1
                : (double) kills.stream().filter(one -> one.unanswered() > 0).count() / kills.size());
        json.put("killedAgainWhileStarting", kills.stream().filter(one -> one.kill().again()).count());
        json.put("seconds", Duration.between(started, ended).toSeconds());
        Map<String, Long> violations = new LinkedHashMap<>();
        judgement.verdict().counts().forEach((invariant, count) -> violations.put(invariant.name(), count));
        json.put("violations", violations);
        json.put("readyMillis", kills.stream().map(one -> one.kill().ready().toMillis()).toList());
        json.put("recoveryMillis", kills.stream()
                .map(one -> one.accepted().map(Duration::toMillis).orElse(-1L))
                .toList());
        json.put("holds", holds());
        json.put("missing", missing());
        return new JsonMapper().writeValueAsString(json);
    }
}
