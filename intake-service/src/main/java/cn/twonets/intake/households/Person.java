package cn.twonets.intake.households;

import org.jspecify.annotations.Nullable;

/**
 * Somebody who lives in a household.
 *
 * @param name the name
 * @param identityNumber the identity number; null where it is not known
 * @param phone the telephone number; null where there is none
 * @param relation to the head of the household
 */
public record Person(PersonName name, @Nullable IdentityNumber identityNumber, @Nullable PhoneNumber phone,
        Relation relation) {

    /** What somebody is to the head of the household. */
    public enum Relation {
        HEAD, SPOUSE, CHILD, PARENT, GRANDPARENT, GRANDCHILD, SIBLING, OTHER
    }

    @Override
    public String toString() {
        return "Person[" + relation + "]";
    }
}
