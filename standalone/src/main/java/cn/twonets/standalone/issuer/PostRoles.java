package cn.twonets.standalone.issuer;

import cn.twonets.events.PostId;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Refused;
import java.util.List;
import java.util.Map;

/** Which roles a post has, told by the word in front of the colon: {@code village-leader:411082110213} leads. */
final class PostRoles {
    private static final List<String> MEMBER = List.of("grid-member");
    private static final List<String> LEADER = List.of("grid-leader", "grid-member");

    private static final Map<String, List<String>> ROLES = Map.ofEntries(
            Map.entry("group-member", MEMBER),
            Map.entry("village-member", MEMBER),
            Map.entry("village-leader", LEADER),
            Map.entry("village-deputy", LEADER),
            Map.entry("area-leader", LEADER),
            Map.entry("area-deputy", LEADER),
            Map.entry("town-leader", LEADER),
            Map.entry("town-deputy", LEADER),
            Map.entry("city-leader", LEADER),
            Map.entry("city-deputy", LEADER),
            Map.entry("city-desk", LEADER),
            Map.entry("department", List.of("department")),
            Map.entry("assistance-office", List.of("assistance-office")),
            Map.entry("supervisor", List.of("supervisor")),
            Map.entry("operator", List.of("operator")));

    private PostRoles() {
    }

    /** @throws Refused if the word is none of those known */
    static List<String> of(PostId post) {
        int colon = post.value().indexOf(':');
        List<String> roles = colon < 1 ? null : ROLES.get(post.value().substring(0, colon));
        if (roles == null || colon == post.value().length() - 1) {
            throw new Refused(Exit.USAGE, "'" + post + "' is not a post: write <word>:<unit or provider>, such as "
                    + "village-leader:411082110213 or department:housing-bureau; the words are "
                    + String.join(", ", ROLES.keySet().stream().sorted().toList()) + ".");
        }
        return roles;
    }
}
