package cn.twonets.intake.households;

import cn.twonets.intake.privacy.Protected;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who a household is. Leaves the service masked only.
 *
 * @param head the head of the household
 * @param members everybody else
 * @param note what the helper wrote; null where nothing was
 */
public record Personal(Person head, List<Person> members, @Nullable Protected note) {
    public static final int MOST_MEMBERS = 30;
    public static final int LONGEST_NOTE = 2000;

    /** @throws IllegalArgumentException if there are more than {@value #MOST_MEMBERS} members */
    public Personal {
        members = List.copyOf(members);
        if (members.size() > MOST_MEMBERS) {
            throw new IllegalArgumentException("a household has at most " + MOST_MEMBERS + " members");
        }
    }

    /** The head of the household first. */
    public List<Person> everybody() {
        return Stream.concat(Stream.of(head), members.stream()).toList();
    }

    @Override
    public String toString() {
        return "[personal]";
    }
}
