package cn.twonets.api.caller;

import java.util.Optional;
import java.util.stream.Stream;

/** What a post may do at all; what it may see is its scope, which the grid decides. */
public enum Role {
    GRID_MEMBER("grid-member"), GRID_LEADER("grid-leader"), DEPARTMENT("department"), ASSISTANCE_OFFICE(
            "assistance-office"), SUPERVISOR("supervisor"), OPERATOR("operator"),
    /** Service to service: may read the facts that eligibility needs. */
    HOUSEHOLD_FACTS("household-facts"),
    /** Service to service: may read the public states that a service owns. */
    SERVICE("service");

    private final String claim;

    Role(String claim) {
        this.claim = claim;
    }

    /** The word for it in a token's {@code roles} claim. */
    public String claim() {
        return claim;
    }

    /** The role of that word; empty if it is none of ours. */
    public static Optional<Role> ofClaim(String claim) {
        return Stream.of(values()).filter(role -> role.claim.equals(claim)).findFirst();
    }
}
