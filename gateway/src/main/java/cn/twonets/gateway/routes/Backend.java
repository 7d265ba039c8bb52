package cn.twonets.gateway.routes;

import java.util.List;

/** The services behind the door and the collections that each serves under {@code /api/v1}. All else is not routed. */
public enum Backend {
    INTAKE("intake", List.of("needs", "need-batches", "households", "reconciliations/intake")), DISPATCH("dispatch",
            List.of("cases", "case-acknowledgements", "case-referrals", "case-resolutions",
                    "route-previews", "grid-units", "grid-imports", "appointments", "absences",
                    "coverage-gaps", "reconciliations/dispatch")), RESOURCE("resource",
                            List.of("providers", "aid-services", "matches", "referrals", "referral-acceptances",
                                    "referral-deliveries", "reconciliations/resource"));

    private final String id;
    private final List<String> collections;

    Backend(String id, List<String> collections) {
        this.id = id;
        this.collections = collections;
    }

    /** Its name in settings, health and documents. */
    public String id() {
        return id;
    }

    List<String> collections() {
        return collections;
    }
}
