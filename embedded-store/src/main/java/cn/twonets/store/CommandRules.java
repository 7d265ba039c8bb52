package cn.twonets.store;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.NoSuchCommandException;
import de.bwaldvogel.mongo.exception.TypeMismatchException;

/**
 * The commands and options that the store honours. Anything else is refused in one sentence instead of being ignored, so
 * that nobody relies on what is not there. Concerns are accepted because one journal gives the strongest of them; hints
 * and time limits because leaving them out changes no answer.
 */
final class CommandRules {
    static final int COMMAND_NOT_SUPPORTED = 115;
    static final int NAMESPACE_NOT_FOUND = 26;
    static final int INVALID_NAMESPACE = 73;
    private static final int UNKNOWN_FIELD = 40_415;
    private static final int ILLEGAL_OPERATION = 20;

    private static final Set<String> ANYWHERE = Set.of("$db", "lsid", "$clusterTime", "$readPreference", "readConcern",
            "writeConcern", "maxTimeMS", "comment", "apiVersion", "apiStrict", "apiDeprecationErrors");

    private static final Map<String, Set<String>> WRITES = Map.of("insert",
            Set.of("documents", "ordered", "bypassDocumentValidation"), "update",
            Set.of("updates", "ordered", "bypassDocumentValidation"), "delete", Set.of("deletes", "ordered"),
            "findAndModify",
            Set.of("query", "sort", "remove", "update", "new", "fields", "upsert", "arrayFilters", "hint",
                    "bypassDocumentValidation"),
            "create", Set.of("autoIndexId", "capped"), "drop", Set.of(), "dropDatabase", Set.of(), "createIndexes",
            Set.of("indexes", "commitQuorum"), "dropIndexes", Set.of("index"));

    private static final Map<String, Set<String>> READS = Map.ofEntries(
            Map.entry("find",
                    Set.of("filter", "sort", "projection", "hint", "skip", "limit", "batchSize", "singleBatch",
                            "noCursorTimeout", "allowPartialResults", "allowDiskUse")),
            Map.entry("explain", Set.of("verbosity")), Map.entry("getMore", Set.of("collection", "batchSize")),
            Map.entry("killCursors", Set.of("cursors")),
            Map.entry("count", Set.of("query", "limit", "skip", "hint", "fields")),
            Map.entry("distinct", Set.of("key", "query", "hint")),
            Map.entry("aggregate", Set.of("pipeline", "cursor", "allowDiskUse", "hint", "bypassDocumentValidation")),
            Map.entry("listCollections", Set.of("cursor", "nameOnly", "authorizedCollections")),
            Map.entry("listIndexes", Set.of("cursor")), Map.entry("compact", Set.of("force")),
            Map.entry("dbStats", Set.of("scale", "freeStorage")),
            Map.entry("collStats", Set.of("scale")), Map.entry("validate", Set.of("full")));

    /** Answered without looking at data, whatever they carry. */
    private static final Set<String> ABOUT_THE_SERVER = Set.of("hello", "isMaster", "ismaster", "ping", "buildInfo",
            "buildinfo", "serverStatus", "whatsmyuri", "listDatabases", "getLog", "connectionStatus", "hostInfo",
            "getCmdLineOpts", "endSessions", "getFreeMonitoringStatus");

    private static final Map<String, Set<String>> STATEMENTS = Map.of("updates",
            Set.of("q", "u", "multi", "upsert", "arrayFilters", "hint"), "deletes", Set.of("q", "limit", "hint"));

    private CommandRules() {
    }

    static boolean isWrite(String command) {
        return WRITES.containsKey(command);
    }

    static boolean isAboutTheServer(String command) {
        return ABOUT_THE_SERVER.contains(command);
    }

    /**
     * @throws MongoServerError when the command, or something in it, is not honoured
     */
    static void check(String command, Document query) {
        if (isAboutTheServer(command)) {
            return;
        }
        Set<String> options = WRITES.getOrDefault(command, READS.get(command));
        if (options == null) {
            throw new NoSuchCommandException(command);
        }
        if (query.containsKey("txnNumber") || query.containsKey("startTransaction")) {
            throw new MongoServerError(ILLEGAL_OPERATION, "IllegalOperation",
                    "The embedded store has no transactions and no retryable writes; connect with retryWrites=false.");
        }
        Set<String> known = new HashSet<>(options);
        known.addAll(ANYWHERE);
        known.add(command);
        refuseUnknown(command, query, known);
        if (isTrue(query.get("capped"))) {
            throw unsupported(command, "capped");
        }
        checkTypes(command, query);
        STATEMENTS.forEach((field, fields) -> {
            if (query.get(field) instanceof Collection<?> statements) {
                statements.forEach(statement -> refuseUnknown(command, (Document) statement, fields));
            }
        });
        refusePipelineUpdates(query);
        refuseComputedFields(query.get(command.equals("find") ? "projection" : "fields"));
    }

    /** What has the wrong type must not pass for absent. */
    private static void checkTypes(String command, Document query) {
        query.forEach((option, value) -> {
            boolean wrong = switch (option) {
                case "filter", "sort", "projection", "query", "fields", "cursor" -> !(value instanceof Document);
                case "skip", "limit", "batchSize" -> !(value instanceof Number);
                case "documents", "updates", "deletes", "indexes", "pipeline" -> !(value instanceof Collection<?> parts
                        && parts.stream().allMatch(Document.class::isInstance));
                default -> false;
            };
            if (wrong && value != null) {
                throw new TypeMismatchException("The option '" + option + "' of " + command + " has the wrong type.");
            }
        });
    }

    private static void refuseComputedFields(@Nullable Object projection) {
        if (projection instanceof Document fields) {
            fields.forEach((field, wanted) -> {
                if (!(wanted instanceof Boolean || wanted instanceof Number) || field.contains("$")) {
                    throw new MongoServerError(COMMAND_NOT_SUPPORTED, "CommandNotSupported",
                            "The embedded store projects whole fields only, not '" + field + "'.");
                }
            });
        }
    }

    private static void refusePipelineUpdates(Document query) {
        boolean single = query.containsKey("findAndModify") && query.get("update") instanceof Collection;
        boolean bulk = query.get("updates") instanceof Collection<?> statements && statements.stream()
                .anyMatch(statement -> ((Document) statement).get("u") instanceof Collection);
        if (single || bulk) {
            throw new MongoServerError(COMMAND_NOT_SUPPORTED, "CommandNotSupported",
                    "The embedded store does not support updates by a pipeline.");
        }
    }

    private static void refuseUnknown(String command, Document given, Set<String> known) {
        for (String option : given.keySet()) {
            if (!known.contains(option)) {
                throw unsupported(command, option);
            }
        }
    }

    private static MongoServerError unsupported(String command, String option) {
        return new MongoServerError(UNKNOWN_FIELD, "UnknownField",
                "The embedded store does not support the option '" + option + "' of " + command + ".");
    }

    private static boolean isTrue(@Nullable Object value) {
        return Boolean.TRUE.equals(value);
    }
}
