package cn.twonets.audit;

/**
 * What ties an entry to events, logs and answers of the same request.
 *
 * @param correlation stands in every event that the request caused
 * @param trace the id of the distributed trace
 */
public record Trace(String correlation, String trace) {}
