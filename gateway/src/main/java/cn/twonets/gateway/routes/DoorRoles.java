package cn.twonets.gateway.routes;

import static cn.twonets.api.caller.Role.ASSISTANCE_OFFICE;
import static cn.twonets.api.caller.Role.DEPARTMENT;
import static cn.twonets.api.caller.Role.GRID_LEADER;
import static cn.twonets.api.caller.Role.GRID_MEMBER;
import static cn.twonets.api.caller.Role.OPERATOR;
import static cn.twonets.api.caller.Role.SUPERVISOR;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import java.util.Map;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Which roles may come through the door to a collection at all; all others are turned away before a service is troubled.
 * A collection that is not named here is closed to everybody. Each service judges again, and finer.
 */
final class DoorRoles {
    private static final String ROOT = "/api/v1/";
    private static final Role[] OPERATIONS = {OPERATOR};
    private static final Role[] ACTING = {GRID_MEMBER, GRID_LEADER};
    private static final Role[] OFFICE = {ASSISTANCE_OFFICE};
    private static final Role[] COUNTY = {GRID_MEMBER, GRID_LEADER, ASSISTANCE_OFFICE, SUPERVISOR};
    private static final Role[] GRID = {GRID_MEMBER, GRID_LEADER, ASSISTANCE_OFFICE, SUPERVISOR, OPERATOR};
    private static final Role[] AID = {GRID_MEMBER, GRID_LEADER, DEPARTMENT, ASSISTANCE_OFFICE, SUPERVISOR};

    private static final Map<String, Role[]> ROLES = Map.ofEntries(
            Map.entry("needs", COUNTY),
            Map.entry("need-batches", COUNTY),
            Map.entry("households", COUNTY),
            Map.entry("cases", COUNTY),
            Map.entry("case-acknowledgements", ACTING),
            Map.entry("case-referrals", ACTING),
            Map.entry("case-resolutions", ACTING),
            Map.entry("route-previews", COUNTY),
            Map.entry("grid-units", GRID),
            Map.entry("coverage-gaps", GRID),
            Map.entry("grid-imports", GRID),
            Map.entry("appointments", OFFICE),
            Map.entry("absences", OFFICE),
            Map.entry("providers", new Role[]{ASSISTANCE_OFFICE, SUPERVISOR}),
            Map.entry("aid-services", AID),
            Map.entry("matches", COUNTY),
            Map.entry("referrals", AID),
            Map.entry("referral-acceptances", new Role[]{DEPARTMENT}),
            Map.entry("referral-deliveries", new Role[]{DEPARTMENT}),
            Map.entry("dead-letters", OPERATIONS),
            Map.entry("reconciliations", OPERATIONS));

    private DoorRoles() {
    }

    /** The same request, if its caller may come here. */
    static ServerRequest require(ServerRequest request) {
        Caller caller = Caller.current().orElseThrow(() -> Refusal.of(StandardProblem.TOKEN_MISSING));
        Role[] may = ROLES.get(collection(request.path()));
        if (may == null) {
            throw Refusal.of(StandardProblem.FORBIDDEN);
        }
        caller.require(may);
        return request;
    }

    private static String collection(String path) {
        String inside = path.startsWith(ROOT) ? path.substring(ROOT.length()) : "";
        int end = inside.indexOf('/');
        return end < 0 ? inside : inside.substring(0, end);
    }
}
