package cn.twonets.system.fuzz;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Which operations were answered with what. */
final class Coverage {
    /** What says nothing about the operation: anybody without a token or in a hurry is told this. */
    private static final Set<Integer> BEFORE_IT = Set.of(401, 429);

    private final Map<String, Map<Integer, Integer>> answers = new LinkedHashMap<>();

    Coverage(List<Operation> operations) {
        operations.forEach(operation -> answers.put(operation.toString(), new TreeMap<>()));
    }

    void note(Operation operation, int status) {
        answers.get(operation.toString()).merge(status, 1, Integer::sum);
    }

    boolean hasSuccess(Operation operation) {
        return hasSuccess(operation.toString());
    }

    /** Whether it was refused for what was sent. */
    boolean hasRefusal(Operation operation) {
        return hasRefusal(operation.toString());
    }

    private boolean hasRefusal(String operation) {
        return answers.get(operation).keySet().stream()
                .anyMatch(status -> status >= 400 && status < 500 && !BEFORE_IT.contains(status));
    }

    private boolean hasSuccess(String operation) {
        return answers.get(operation).keySet().stream().anyMatch(status -> status >= 200 && status < 300);
    }

    /** Operations that were never done, or never refused. */
    List<String> gaps() {
        return answers.keySet().stream()
                .flatMap(operation -> Stream.of(
                        hasSuccess(operation) ? "" : operation + " was never answered 2xx: " + answers.get(operation),
                        hasRefusal(operation)
                                ? ""
                                : operation + " was never refused for what was sent: " + answers.get(operation)))
                .filter(gap -> !gap.isEmpty())
                .toList();
    }

    int requests() {
        return answers.values().stream().flatMap(counts -> counts.values().stream()).mapToInt(Integer::intValue).sum();
    }

    /** One line for each operation. */
    String report() {
        StringBuilder report = new StringBuilder();
        answers.forEach((operation, counts) -> report.append("  ").append(operation).append(' ').append(counts)
                .append('\n'));
        return report.toString();
    }
}
