package cn.twonets.api.caller;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a post may do at all; what it may see is its scope, which the grid decides. */
public enum Role {
    GRID_MEMBER("grid-member"), GRID_LEADER("grid-leader"), DEPARTMENT("department"), ASSISTANCE_OFFICE(
            "assistance-office"), SUPERVISOR("supervisor"), OPERATOR("operator"),
    /** Service to service: may read the facts that eligibility needs. */
    HOUSEHOLD_FACTS("household-facts"),
    /** Service to service: may read the public states that a service owns. */
    SERVICE("service");

    /** The roles of people: everybody who may call the API at all. */
    public static final Set<Role> PEOPLE = Set.of(GRID_MEMBER, GRID_LEADER, DEPARTMENT, ASSISTANCE_OFFICE, SUPERVISOR,
            OPERATOR);

    private final String claim;

    Role(String claim) {
        this.claim = claim;
    }

    /** The word for it in a token's {@code roles} claim. */
    public String claim() {
        return claim;
    }

    /**
     * Whether one caller may not hold these together: whoever keeps the product running does not supervise it, whoever asks
     * for aid does not grant it, and a service of ours is nobody's post.
     */
    public static boolean conflict(Set<Role> roles) {
        boolean service = roles.contains(HOUSEHOLD_FACTS) || roles.contains(SERVICE);
        boolean asks = roles.contains(GRID_MEMBER) || roles.contains(GRID_LEADER)
                || roles.contains(ASSISTANCE_OFFICE);
        return roles.contains(OPERATOR) && roles.contains(SUPERVISOR)
                || asks && roles.contains(DEPARTMENT)
                || service && roles.stream().anyMatch(PEOPLE::contains);
    }

    /** The role of that word; empty if it is none of ours. */
    public static Optional<Role> ofClaim(String claim) {
        return Stream.of(values()).filter(role -> role.claim.equals(claim)).findFirst();
    }
}
