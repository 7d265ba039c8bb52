package cn.twonets.intake.testing;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that are right, to be made wrong in one place. */
public final class Bodies {
    public static final String HOUSEHOLD = """
            {"unit": "411082110213-G05", "helper": "village-member:411082110213",
             "personal": {"name": "样例户", "phone": "13800005678",
                          "members": [{"name": "样例成员", "relation": "SIBLING"}], "note": "样例"},
             "facts": {"dwellingGrade": "D", "incomePerHeadFen": 430000, "specialGroups": ["OLD_LIVING_ALONE"],
                       "members": 2, "disabledMembers": 1, "insured": true}}""";

    private Bodies() {
    }

    /** A need of that household. */
    public static String need(String household) {
        return """
                {"household": "%s", "category": "housing", "urgency": "MAJOR", "stabilityRisk": "ORDINARY",
                 "aidKinds": ["HOUSING"], "parties": 1, "basis": {"kind": "DUTY"}, "description": "样例"}"""
                .formatted(household);
    }

    /** The body with one piece replaced, which must be there. */
    public static String with(String body, String piece, String other) {
        assertThat(body).contains(piece);
        return body.replace(piece, other);
    }

    /** Registers a household in the first village and names it. */
    public static String registered(Client client) {
        Client.Answer answer = client.post("/api/v1/households", HOUSEHOLD);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.text("/id");
    }

    /** Registers a household, reports a need of it and names the need. */
    public static String submitted(Client client) {
        Client.Answer answer = client.post("/api/v1/needs", need(registered(client)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.text("/id");
    }
}
