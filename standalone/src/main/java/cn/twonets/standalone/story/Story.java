package cn.twonets.standalone.story;

import cn.twonets.events.PostId;
import cn.twonets.standalone.clock.VirtualTime;
import cn.twonets.standalone.http.Answer;
import cn.twonets.standalone.http.Api;
import cn.twonets.standalone.samples.SampleHousehold;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * The dangerous house (Changge, 2019): an old woman wants to go back to her own house, which has become dangerous. One
 * need, five parties, one thread that nobody may drop. Each act goes through the gateway as the post whose act it is;
 * each event is read from its topic.
 */
final class Story {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Api api;
    private final VirtualTime time;
    private final EventTail events;
    private final Teller teller;
    private final PostId village;
    private final Clock clock;
    private final String run = UUID.randomUUID().toString();
    private int step;
    private String need = "";

    Story(Api api, VirtualTime time, EventTail events, Teller teller, PostId village, Clock clock) {
        this.api = api;
        this.time = time;
        this.events = events;
        this.teller = teller;
        this.village = village;
        this.clock = clock;
    }

    /** The step that is being told, from 1. */
    int step() {
        return step;
    }

    /** @throws StoryFailed if a step does not go as it must */
    void play(SampleHousehold household) throws IOException {
        String home = household.register(api);
        Seen assigned = reported(home);
        Seen atArea = notHandledInTime(assigned, "AREA");
        Seen atTown = notHandledInTime(atArea, "TOWN");
        PostId leader = responsible(atTown);
        acknowledged(leader);
        List<String> services = matched(leader);
        Seen offered = referred(leader, services);
        PostId department = new PostId("department:" + offered.state().path("referral").path("provider").asString(""));
        String referral = need + "." + offered.state().path("referral").path("attempt").asInt(0);
        accepted(department, referral);
        delivered(department, referral);
        confirmed();
        ended(leader);
    }

    private Seen reported(String household) throws IOException {
        Answer answer = act(village, "The village reports: the house of an old woman has become dangerous.",
                "/api/v1/needs",
                Map.of(
                        "household", household,
                        "category", "housing",
                        "urgency", "MAJOR",
                        "description", "危房：老人希望搬回自己的房子，村“两委”申请重建。",
                        "basis", Map.of("kind", "DUTY")));
        need = answer.body().path("id").asString("");
        if (need.isEmpty()) {
            throw new StoryFailed("the answer to the report names no need");
        }
        events.follow(need);
        event("need.submitted", any(), "by " + village);
        Seen assigned = event("case.assigned", any(), "");
        if (!"VILLAGE".equals(level(assigned))) {
            throw new StoryFailed("assigned at level " + level(assigned) + ", expected the village");
        }
        return assigned;
    }

    private Seen notHandledInTime(Seen before, String expectedLevel) {
        step++;
        Instant due = Instant.parse(before.state().path("dueAt").asString(""));
        Duration ahead = Duration.between(time.now(), due).plusMinutes(1);
        teller.act(step, "the clock", responsible(before) + " does not handle it in time; virtual time moves to " + due
                + ".", "twonets clock advance " + ahead.truncatedTo(ChronoUnit.MINUTES), 0);
        if (ahead.isPositive()) {
            time.advance(ahead);
        }
        return event("case.escalated", seen -> expectedLevel.equals(level(seen)), "");
    }

    private void acknowledged(PostId leader) throws IOException {
        act(leader, "The town's leader signs for it.", "/api/v1/cases/" + need + "/acknowledgement", Map.of());
        event("case.acknowledged", any(), "");
    }

    private List<String> matched(PostId leader) throws IOException {
        step++;
        String call = "/api/v1/matches/" + need;
        Seen matched = events.await("aid.matched", any(), PATIENCE)
                .orElseThrow(() -> new StoryFailed("no aid.matched was heard"));
        Answer answer = api.get(leader, call);
        teller.act(step, leader.value(), "The aid side has matched it, with reasons.", "GET " + call, answer.status());
        teller.event(step, matched, "");
        List<String> services = new ArrayList<>();
        for (JsonNode candidate : requireSuccess(answer).body().path("candidates")) {
            services.add(candidate.path("service").asString(""));
        }
        if (services.isEmpty()) {
            throw new StoryFailed("nothing matches the need");
        }
        for (JsonNode candidate : matched.state().path("candidates")) {
            teller.note(candidate.path("service").asString("") + " of " + candidate.path("provider").asString("")
                    + ", because " + words(candidate.path("reasons")));
        }
        return services;
    }

    private Seen referred(PostId leader, List<String> services) throws IOException {
        act(leader, "One key: the leader refers it, candidates in order.", "/api/v1/cases/" + need + "/referrals",
                Map.of("services", services));
        event("case.referral-wanted", any(), "");
        return event("referral.offered", any(), "");
    }

    private void accepted(PostId department, String referral) throws IOException {
        act(department, "The department reviews on site and accepts.", "/api/v1/referrals/" + referral + "/acceptance",
                Map.of());
        event("referral.accepted", any(), "");
    }

    private void delivered(PostId department, String referral) throws IOException {
        act(department, "The house is rebuilt; the department says so, with evidence.",
                "/api/v1/referrals/" + referral + "/delivery", Map.of("evidence", "acceptance-report/sample-1"));
        event("referral.delivered", any(), "");
        event("case.resolved", any(), "");
    }

    private void confirmed() throws IOException {
        awaitVillageSees("AWAITING_CONFIRMATION");
        act(village, "The village has asked the household: it helped.", "/api/v1/needs/" + need + "/confirmation",
                Map.of("outcome", "SOLVED"));
        event("need.outcome-confirmed", any(), "");
        event("case.closed", seen -> "CONFIRMED".equals(seen.state().path("closeReason").asString("")), "");
    }

    /** What the village is shown follows dispatch's topic within a second or so. */
    private void awaitVillageSees(String status) throws IOException {
        String call = "/api/v1/needs/" + need;
        String shown = "";
        Instant until = clock.instant().plus(PATIENCE);
        while (clock.instant().isBefore(until)) {
            shown = requireSuccess(api.get(village, call)).body().path("status").asString("");
            if (shown.equals(status)) {
                return;
            }
            events.await("nothing", any(), Duration.ofMillis(100));
        }
        throw new StoryFailed("the village is still shown " + shown + ", expected " + status);
    }

    private void ended(PostId leader) throws IOException {
        awaitVillageSees("CLOSED");
        JsonNode timeline = requireSuccess(api.get(village, "/api/v1/needs/" + need + "/timeline")).body();
        JsonNode route = requireSuccess(api.get(leader, "/api/v1/cases/" + need + "/route")).body();
        if (!timeline.path("incomplete").isEmpty()) {
            throw new StoryFailed("the timeline is incomplete: " + timeline.path("incomplete"));
        }
        teller.end(need, timeline, route);
    }

    private Answer act(PostId who, String what, String path, Object body) throws IOException {
        step++;
        Answer answer = api.post(who, path, body, "story-" + run + "-" + step);
        teller.act(step, who.value(), what, "POST " + path, answer.status());
        return requireSuccess(answer);
    }

    private Seen event(String type, Predicate<Seen> fits, String words) {
        Seen seen = events.await(type, fits, PATIENCE)
                .orElseThrow(() -> new StoryFailed("no " + type + " came within " + PATIENCE.toSeconds() + " s"));
        teller.event(step, seen, words.isEmpty() ? summary(seen) : words);
        return seen;
    }

    private static Answer requireSuccess(Answer answer) {
        if (!answer.isSuccess()) {
            throw new StoryFailed(answer.problem());
        }
        return answer;
    }

    private static String summary(Seen seen) {
        JsonNode state = seen.state();
        return switch (seen.shortType()) {
            case "case.assigned",
                    "case.escalated" -> "to " + responsible(seen) + ", due " + state.path("dueAt").asString("");
            case "case.referral-wanted" -> words(state.path("wish").path("candidates"));
            case "referral.offered", "referral.accepted",
                    "referral.delivered" -> state.path("referral").path("service").asString("") + " of "
                            + state.path("referral").path("provider").asString("");
            case "case.closed" -> state.path("closeReason").asString("");
            default -> seen.happened().path("by").asString("");
        };
    }

    private static String words(JsonNode codes) {
        List<String> words = new ArrayList<>();
        codes.forEach(code -> words.add(code.asString("")));
        return String.join(", ", words);
    }

    private static Predicate<Seen> any() {
        return seen -> true;
    }

    private static String level(Seen seen) {
        return seen.state().path("responsible").path("level").asString("");
    }

    private static PostId responsible(Seen seen) {
        return new PostId(seen.state().path("responsible").path("post").asString(""));
    }
}
