package cn.twonets.resource.catalogue;

import cn.twonets.delivery.Act;
import cn.twonets.events.ProviderId;
import org.jspecify.annotations.Nullable;

/**
 * An organization that gives aid. Once registered it stays; one that gives nothing any more has no clerks and no capacity.
 *
 * @param id the organization's code, which stands on topics
 * @param name of the organization, in Chinese; 1 to {@value #LONGEST_NAME} characters
 * @param kind what sort of organization it is
 * @param version guards writes and is what people see as its entity tag; 0 where it was stored without one
 * @param made the act that registered it; null if no caller did
 */
public record Provider(ProviderId id, String name, ProviderKind kind, long version, @Nullable Act made) {
    /** Characters of the longest name. */
    public static final int LONGEST_NAME = 60;

    /** @throws IllegalArgumentException if the name is empty or too long */
    public Provider {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException("a provider's name has 1 to " + LONGEST_NAME + " characters");
        }
    }

    /** The same with another name and kind, and the next version. */
    public Provider as(String otherName, ProviderKind otherKind) {
        return new Provider(id, otherName, otherKind, version + 1, made);
    }
}
