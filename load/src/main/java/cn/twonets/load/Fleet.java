package cn.twonets.load;

import cn.twonets.dispatch.grid.StarterGrid;
import cn.twonets.events.PostId;
import cn.twonets.standalone.http.Answer;
import cn.twonets.standalone.http.Api;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who acts: members and leaders of villages of the starter grid, and the departments of the starter catalogue. Gathering
 * it registers one household in each village and publishes the aid services that the lives will need, each under a fixed
 * idempotency key, so that gathering again changes nothing.
 */
public final class Fleet {
    /** The departments of the starter catalogue. */
    public static final List<String> DEPARTMENTS = List.of("housing-bureau", "civil-affairs-bureau",
            "medical-security-bureau", "health-commission", "education-bureau", "human-resources-bureau", "rural-bank",
            "disabled-persons-federation", "charity-federation", "party-service-centre", "emergency-bureau",
            "water-bureau", "property-insurer");

    private final List<Village> villages;

    private Fleet(List<Village> villages) {
        this.villages = List.copyOf(villages);
    }

    /**
     * How many there are to be.
     *
     * @param villages with one member and one leader each, at most 330
     * @param services aid services, spread over departments and villages; 0 leaves the starter catalogue alone
     * @param units with which each service's period begins, at most a million
     */
    public record Size(int villages, int services, int units) {
        /** 200 members, 200 leaders, 13 departments; 200 aid services that do not run dry. */
        public static final Size USUAL = new Size(200, 200, 1_000_000);
    }

    /**
     * Gathers it in a running product that holds the starter grid.
     *
     * @throws IOException if the product does not answer, or refuses
     */
    public static Fleet gather(Api api, Size size) throws IOException {
        List<String> codes = heldVillages();
        if (size.villages() < 1 || size.villages() > codes.size()) {
            throw new IllegalArgumentException("1 to " + codes.size() + " villages, not " + size.villages());
        }
        List<Village> villages = new ArrayList<>();
        for (String code : codes.subList(0, size.villages())) {
            villages.add(register(api, code));
        }
        for (int number = 0; number < size.services(); number++) {
            publish(api, number, villages.get(number % villages.size()).code(), size.units());
        }
        return new Fleet(villages);
    }

    /** All villages, in the order of the grid. */
    public List<Village> villages() {
        return villages;
    }

    /** The village whose turn it is. */
    public Village village(long number) {
        return villages.get((int) (number % villages.size()));
    }

    /** The post of a department. */
    public static PostId department(String provider) {
        return new PostId("department:" + provider);
    }

    /** Villages of which both the leader's and the first member's post are held. */
    private static List<String> heldVillages() {
        Set<String> led = new HashSet<>();
        Set<String> staffed = new HashSet<>();
        List<String> order = new ArrayList<>();
        StarterGrid.files().appointments().lines().skip(1).forEach(line -> {
            String[] cells = line.split(",", -1);
            if (cells[2].equals("village-leader:" + cells[1]) && cells[3].equals("LEADER")) {
                led.add(cells[1]);
            } else if (cells[2].equals("village-member:" + cells[1]) && staffed.add(cells[1])) {
                order.add(cells[1]);
            }
        });
        return order.stream().filter(led::contains).toList();
    }

    private static Village register(Api api, String code) throws IOException {
        PostId member = new PostId("village-member:" + code);
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("unit", code + "-G01");
        body.put("helper", member.value());
        body.put("personal", Map.of("name", "样例户"));
        body.put("facts", Map.of("dwellingGrade", "B", "incomePerHeadFen", 480_000, "members", 3, "disabledMembers", 0,
                "insured", false));
        Answer answer = require(api.post(member, "/api/v1/households", body, "load-household-" + code), "a household");
        return new Village(code, member, new PostId("village-leader:" + code), answer.body().path("id").asString());
    }

    /** Serves one village; kinds for both the category that refers at once and the one where a leader decides. */
    private static void publish(Api api, int number, String village, int units) throws IOException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("name", "样例帮扶资源" + (number + 1));
        body.put("kinds", List.of("INSURANCE", "EDUCATION"));
        body.put("areas", List.of(village));
        body.put("period", "YEAR");
        body.put("units", units);
        body.put("answerDays", 60);
        body.put("deliveryDays", 200);
        require(api.post(department(DEPARTMENTS.get(number % DEPARTMENTS.size())), "/api/v1/aid-services", body,
                "load-service-" + number), "an aid service");
    }

    private static Answer require(Answer answer, String what) throws IOException {
        if (!answer.isSuccess()) {
            throw new IOException(what + " was refused: " + answer.problem());
        }
        return answer;
    }
}
