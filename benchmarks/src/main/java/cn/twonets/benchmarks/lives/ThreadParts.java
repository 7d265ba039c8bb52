package cn.twonets.benchmarks.lives;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * To which part of the product a thread belongs, told by the beginning of its name (the kernel keeps 15 characters).
 * What services do for HTTP callers runs on virtual threads, whose carriers all services of one JVM share: that is one
 * part here. Only a run with a process for each part tells the services' shares of it.
 */
final class ThreadParts {
    static final String ENDED = "threads that ended meanwhile";
    private static final String REST = "other";
    private static final Map<String, String> BY_BEGINNING = new LinkedHashMap<>();

    static {
        BY_BEGINNING.put("ForkJoinPool", "HTTP handlers of gateway and services (shared virtual threads)");
        BY_BEGINNING.put("tomcat-handler", "HTTP handlers of gateway and services (shared virtual threads)");
        BY_BEGINNING.put("http-nio-", "HTTP connections of gateway and services");
        BY_BEGINNING.put("intake-twonets", "intake: listeners");
        BY_BEGINNING.put("dispatch-twonet", "dispatch: listeners");
        BY_BEGINNING.put("resource-twonet", "resource: listeners");
        BY_BEGINNING.put("event-publisher", "events handed to Kafka clients");
        BY_BEGINNING.put("kafka-producer", "Kafka clients: producers");
        BY_BEGINNING.put("kafka-coordinat", "Kafka clients: heartbeats");
        BY_BEGINNING.put("data-plane-kafk", "broker");
        BY_BEGINNING.put("kafka-", "broker");
        BY_BEGINNING.put("executor-", "broker");
        BY_BEGINNING.put("Executor", "broker");
        BY_BEGINNING.put("group-coordinat", "broker");
        BY_BEGINNING.put("group-metadata", "broker");
        BY_BEGINNING.put("quorum-", "broker");
        BY_BEGINNING.put("raft-", "broker");
        BY_BEGINNING.put("log-", "broker");
        BY_BEGINNING.put("broker-", "broker");
        BY_BEGINNING.put("controller-", "broker");
        BY_BEGINNING.put("share-", "broker");
        BY_BEGINNING.put("transaction-", "broker");
        BY_BEGINNING.put("TxnMarker", "broker");
        BY_BEGINNING.put("Expiration", "broker");
        BY_BEGINNING.put("mongo-worker", "store");
        BY_BEGINNING.put("mongo-server", "store");
        BY_BEGINNING.put("mongo-boss", "store");
        BY_BEGINNING.put("store-", "store");
        BY_BEGINNING.put("cluster-", "store clients");
        BY_BEGINNING.put("delivery-", "lazy clearing and sweeps");
        BY_BEGINNING.put("C1 CompilerThre", "JIT compiler");
        BY_BEGINNING.put("C2 CompilerThre", "JIT compiler");
        BY_BEGINNING.put("G1 ", "garbage collection");
        BY_BEGINNING.put("GC Thread", "garbage collection");
        BY_BEGINNING.put("VM Thread", "garbage collection (serial) and VM");
        BY_BEGINNING.put("JFR", "flight recorder");
    }

    private ThreadParts() {
    }

    static String partOf(String thread) {
        return BY_BEGINNING.entrySet().stream()
                .filter(entry -> thread.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(REST + " (" + thread.replaceAll("[-\\d]+$", "") + ")");
    }
}
