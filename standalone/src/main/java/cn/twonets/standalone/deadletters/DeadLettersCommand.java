package cn.twonets.standalone.deadletters;

import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Refused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows the dead letters of all services, replays and discards them. */
@Command(name = "dead-letters", customSynopsis = {
        "  twonets dead-letters list                                       what is open",
        "  twonets dead-letters show dispatch:twonets.needs.v1-3-1207      one of them",
        "  twonets dead-letters replay dispatch:twonets.needs.v1-3-1207    hand it what its owner knows now",
        "  twonets dead-letters discard ID --reason not-ours               nothing is to be done"}, description = {
                "Records that a service could not read, and what was done about them.",
                "Without a command: what is open. No value of a record is ever shown, only its structure."}, subcommands = {
                        DeadLettersCommand.ListOf.class, DeadLettersCommand.Show.class, DeadLettersCommand.Replay.class,
                        DeadLettersCommand.Discard.class})
public final class DeadLettersCommand implements Callable<Integer> {
    private static final int MOST = 10_000;

    @Mixin
    private Office office = new Office();

    @Override
    public Integer call() {
        return tell(office, Map.of("state", "OPEN"), 50).code();
    }

    private static Exit tell(Office office, Map<String, @Nullable String> filters, int most) {
        Office.Found found = office.list(filters, most);
        for (JsonNode letter : found.letters()) {
            if (office.json()) {
                office.print(letter);
            } else {
                office.out().printf("%-9s  %s  %3d x  %-15s  %s%n",
                        Office.word(text(letter, "state")),
                        text(letter, "lastSeen"),
                        letter.path("count").asInt(0),
                        letter.path("cause").path("code").asString(""),
                        text(letter, "id"));
            }
        }
        if (found.more()) {
            office.err().println("There are more; --limit shows them.");
        }
        if (found.letters().isEmpty() && found.whole()) {
            office.err().println("None.");
        }
        return found.whole() ? Exit.DONE : Exit.FAILED;
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    /** Which ones. */
    static final class Filters {
        @Option(names = "--consumer", paramLabel = "SERVICE", description = "only of this service: intake, dispatch or resource")
        private @Nullable String consumer;

        @Option(names = "--cause", paramLabel = "CODE", description = "only with this cause, such as does-not-fit")
        private @Nullable String cause;

        @Option(names = "--topic", paramLabel = "TOPIC", description = "only from this topic")
        private @Nullable String topic;

        Map<String, @Nullable String> in(@Nullable String state) {
            Map<String, @Nullable String> filters = new LinkedHashMap<>();
            filters.put("state", state);
            filters.put("consumer", consumer);
            filters.put("cause", cause);
            filters.put("topic", topic);
            return filters;
        }
    }

    /** Lists them. */
    @Command(name = "list", customSynopsis = {
            "  twonets dead-letters list",
            "  twonets dead-letters list --state all --consumer dispatch --json"}, description = {
                    "Lists dead letters, service by service, the newest first."})
    static final class ListOf implements Callable<Integer> {
        private static final List<String> STATES = List.of("open", "replayed", "discarded", "all");

        @Mixin
        private Office office = new Office();

        @Mixin
        private Filters filters = new Filters();

        @Option(names = "--state", paramLabel = "STATE", defaultValue = "open", description = "open, replayed, discarded or all (default: ${DEFAULT-VALUE})")
        private String state = "open";

        @Option(names = "--limit", paramLabel = "N", defaultValue = "50", description = "at most so many (default: ${DEFAULT-VALUE})")
        private int limit = 50;

        @Override
        public Integer call() {
            if (limit < 1) {
                throw new Refused(Exit.USAGE, "--limit " + limit + ": must be at least 1.");
            }
            if (!STATES.contains(state)) {
                throw new Refused(Exit.USAGE, "--state " + state + ": one of " + String.join(", ", STATES) + ".");
            }
            return tell(office, filters.in("all".equals(state) ? null : Office.code(state)), limit).code();
        }
    }

    /** Shows one. */
    @Command(name = "show", customSynopsis = "  twonets dead-letters show dispatch:twonets.needs.v1-3-1207", description = "Shows one dead letter: why, when, how often, its structure, and what was done about it.")
    static final class Show implements Callable<Integer> {
        @Mixin
        private Office office = new Office();

        @Parameters(paramLabel = "ID", description = "as list shows it")
        private String id = "";

        @Override
        public Integer call() {
            JsonNode letter = office.get(Office.path(id));
            if (office.json()) {
                office.print(letter);
                return Exit.DONE.code();
            }
            for (String name : List.of("id", "state", "cause", "firstCause", "firstSeen", "lastSeen", "count", "key",
                    "type", "event", "writtenAt", "bytes", "sha256", "payload")) {
                JsonNode value = letter.path(name);
                if (!value.isMissingNode()) {
                    office.out().printf("%-11s %s%n", name, value.isObject() ? cause(value) : value.asString());
                }
            }
            for (JsonNode act : letter.path("acts")) {
                String became = act.path("kind").asString("").equals("DISCARD")
                        ? text(act, "reason")
                        : act.path("result").asString("cut short, or still going on");
                office.out().printf("%-11s %s  %s by %s: %s%n", "act", text(act, "at"), Office.word(text(act, "kind")),
                        text(act, "by"),
                        Office.word(became) + (act.has("cause") ? " " + cause(act.path("cause")) : ""));
            }
            return Exit.DONE.code();
        }

        static String cause(JsonNode cause) {
            return (text(cause, "code") + " " + text(cause, "at")).strip();
        }
    }

    /** One, some, or all that are open. */
    static final class Which {
        @Mixin
        private Filters filters = new Filters();

        @Parameters(arity = "0..*", paramLabel = "ID", description = "as list shows it")
        private List<String> ids = List.of();

        @Option(names = "--all-open", description = "all that are open and fit the other options")
        private boolean allOpen;

        /** @return which, and whether that is all of them */
        Wanted wanted(Office office) {
            if (ids.isEmpty() != allOpen) {
                throw new Refused(Exit.USAGE, "Name dead letters, or say --all-open; one of the two.");
            }
            if (!allOpen) {
                if (filters.in(null).values().stream().anyMatch(Objects::nonNull)) {
                    throw new Refused(Exit.USAGE, "--consumer, --cause and --topic go with --all-open.");
                }
                return new Wanted(ids, true);
            }
            Office.Found found = office.list(filters.in("OPEN"), MOST);
            if (found.letters().isEmpty() && found.whole()) {
                office.err().println("None.");
            }
            if (found.more()) {
                office.err()
                        .println("There are more than " + MOST + ": these first; the same command again for the rest.");
            }
            return new Wanted(
                    found.letters().stream().map(letter -> text(letter, "id")).toList(),
                    found.whole() && !found.more());
        }

        record Wanted(List<String> ids, boolean whole) {}
    }

    /** Replays one or many. */
    @Command(name = "replay", customSynopsis = {
            "  twonets dead-letters replay dispatch:twonets.needs.v1-3-1207",
            "  twonets dead-letters replay --all-open --cause unknown-type"}, description = {
                    "Asks the owner what it knows now and hands that to the service that failed; no record is sent again.",
                    "applied: it took it. superseded: it had that or something newer. failed-again: see its new cause.",
                    "nothing-to-replay: the record names nothing that the owner knows. The last two stay open."})
    static final class Replay implements Callable<Integer> {
        @Mixin
        private Office office = new Office();

        @Mixin
        private Which which = new Which();

        @Override
        public Integer call() {
            Which.Wanted wanted = which.wanted(office);
            boolean settled = office.each("/api/v1/dead-letter-replays", wanted.ids(), null, value -> {
                String result = text(value, "result");
                JsonNode cause = value.path("letter").path("cause");
                return new Office.Outcome(
                        Office.word(result),
                        result.equals("FAILED_AGAIN") ? Show.cause(cause) : "",
                        result.equals("APPLIED") || result.equals("SUPERSEDED"));
            });
            return (settled && wanted.whole() ? Exit.DONE : Exit.FAILED).code();
        }
    }

    /** Discards one or many. */
    @Command(name = "discard", customSynopsis = {
            "  twonets dead-letters discard dispatch:twonets.needs.v1-3-1207 --reason not-ours",
            "  twonets dead-letters discard --all-open --topic twonets.grid.v1 --reason test"}, description = {
                    "Says that nothing is to be done about dead letters; they stay listed under --state discarded.",
                    "Reasons: not-ours, test, duplicate, settled-otherwise, owner-unknown."})
    static final class Discard implements Callable<Integer> {
        private static final Set<String> REASONS = new TreeSet<>(
                List.of("not-ours", "test", "duplicate", "settled-otherwise", "owner-unknown"));

        @Mixin
        private Office office = new Office();

        @Mixin
        private Which which = new Which();

        @Option(names = "--reason", required = true, paramLabel = "CODE", description = "why nothing is to be done")
        private String reason = "";

        @Override
        public Integer call() {
            if (!REASONS.contains(reason)) {
                throw new Refused(Exit.USAGE, "--reason " + reason + ": one of " + String.join(", ", REASONS) + ".");
            }
            Which.Wanted wanted = which.wanted(office);
            boolean done = office.each("/api/v1/dead-letter-discards", wanted.ids(), Office.code(reason),
                    value -> new Office.Outcome("discarded", "", true));
            return (done && wanted.whole() ? Exit.DONE : Exit.FAILED).code();
        }
    }
}
