package cn.twonets.events.rights;

import cn.twonets.events.ChainAnchored;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One thing that one user may do on the broker. What no right allows is denied.
 *
 * @param user who may
 * @param kind of what
 * @param name of the one meant, or how the names of those meant begin
 * @param isPrefix whether all are meant whose names begin so
 * @param operations what may be done; reading and writing include being told that it is there
 */
public record Right(BrokerUser user, Kind kind, String name, boolean isPrefix, Set<Operation> operations) {
    /** All topics of the product, dead letters and anchors included, begin so. */
    public static final String PRODUCT = "twonets.";
    /** Where the audit is anchored; every service writes there, and none reads it. */
    public static final String ANCHORS = ChainAnchored.TOPIC;

    /** What rights are about. */
    public enum Kind {
        TOPIC, GROUP
    }

    /** What can be done, in Kafka's words. */
    public enum Operation {
        READ("Read"), WRITE("Write"), CREATE("Create"), DESCRIBE("Describe"), DESCRIBE_CONFIGS("DescribeConfigs");

        private final String word;

        Operation(String word) {
            this.word = word;
        }

        /** As {@code kafka-acls} writes it. */
        public String word() {
            return word;
        }
    }

    public Right {
        operations = Set.copyOf(operations);
    }

    /** Every right that there is, the same in every installation. */
    public static List<Right> all() {
        Set<Right> rights = new LinkedHashSet<>();
        for (BrokerUser user : BrokerUser.values()) {
            if (user.isService()) {
                rights.addAll(ofService(user));
            }
        }
        rights.add(new Right(BrokerUser.OPS, Kind.TOPIC, PRODUCT, true,
                EnumSet.of(Operation.READ, Operation.DESCRIBE_CONFIGS)));
        // To see how far services are behind.
        for (BrokerUser user : BrokerUser.values()) {
            if (user.isService()) {
                rights.add(new Right(BrokerUser.OPS, Kind.GROUP, user.word(), true, EnumSet.of(Operation.DESCRIBE)));
            }
        }
        return List.copyOf(rights);
    }

    private static List<Right> ofService(BrokerUser user) {
        List<Right> rights = new ArrayList<>();
        user.writes().forEach(topic -> rights.add(topic(user, topic.topicName(), Operation.READ, Operation.WRITE,
                Operation.CREATE)));
        user.consumes().stream()
                .filter(topic -> !user.writes().contains(topic))
                .forEach(topic -> rights.add(topic(user, topic.topicName(), Operation.READ)));
        user.consumes().forEach(topic -> rights.add(topic(user, topic.deadLetters(user.word()), Operation.READ,
                Operation.WRITE, Operation.CREATE)));
        rights.add(topic(user, ANCHORS, Operation.WRITE, Operation.CREATE));
        for (String group : List.of(user.word(), user.word() + ".dead-letters")) {
            rights.add(new Right(user, Kind.GROUP, group, false, EnumSet.of(Operation.READ)));
        }
        return rights;
    }

    private static Right topic(BrokerUser user, String name, Operation first, Operation... more) {
        return new Right(user, Kind.TOPIC, name, false, EnumSet.of(first, more));
    }

    /**
     * All of them, for shells: each line holds the arguments of one call of Kafka's own {@code kafka-acls}, but for where the
     * broker is. Called twice it is the same. {@code deploy/kafka/rights} holds these lines and nothing else.
     */
    public static List<String> lines() {
        Map<String, Set<String>> named = new TreeMap<>();
        for (Right right : all()) {
            StringBuilder who = new StringBuilder("--add --force --allow-principal User:").append(right.user.word());
            right.operations.stream().map(Operation::word).sorted()
                    .forEach(word -> who.append(" --operation ").append(word));
            if (right.isPrefix) {
                who.append(" --resource-pattern-type prefixed");
            }
            named.computeIfAbsent(who.toString(), line -> new TreeSet<>())
                    .add((right.kind == Kind.TOPIC ? " --topic " : " --group ") + right.name);
        }
        return named.entrySet().stream().map(line -> line.getKey() + String.join("", line.getValue())).toList();
    }
}
