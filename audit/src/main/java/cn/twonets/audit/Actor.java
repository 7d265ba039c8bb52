package cn.twonets.audit;

import java.util.List;

/**
 * Who acts or sees, and the basis: the roles that the token gave at that moment.
 *
 * @param post a post, never a person
 * @param roles in alphabetical order
 */
public record Actor(String post, List<String> roles) {
    public Actor {
        roles = roles.stream().sorted().toList();
    }
}
