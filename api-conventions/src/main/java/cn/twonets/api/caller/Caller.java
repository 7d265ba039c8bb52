package cn.twonets.api.caller;

import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.events.PostId;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Who calls. A controller takes it as a parameter.
 *
 * @param post the token's subject
 * @param roles the token's roles that we know; leaders also have {@link Role#GRID_MEMBER}
 */
public record Caller(PostId post, Set<Role> roles) {
    public Caller {
        roles = roles.contains(Role.GRID_LEADER)
                ? Stream.concat(roles.stream(), Stream.of(Role.GRID_MEMBER)).collect(Collectors.toUnmodifiableSet())
                : Set.copyOf(roles);
    }

    public boolean has(Role role) {
        return roles.contains(role);
    }

    /** @throws Refusal 403 unless the caller has one of these roles */
    public void require(Role... oneOf) {
        if (Stream.of(oneOf).noneMatch(roles::contains)) {
            throw Refusal.of(StandardProblem.ROLE_MISSING,
                    Stream.of(oneOf).map(Role::claim).collect(Collectors.joining(", ")));
        }
    }

    /** The caller of the request at hand; empty where there is none, or none with a token. */
    public static Optional<Caller> current() {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        return authentication != null && authentication.getPrincipal() instanceof Caller caller
                ? Optional.of(caller)
                : Optional.empty();
    }
}
