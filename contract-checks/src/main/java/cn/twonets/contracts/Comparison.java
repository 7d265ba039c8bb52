package cn.twonets.contracts;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Finds what a description no longer promises that an earlier one did. */
@FunctionalInterface
public interface Comparison {
    /**
     * Compares.
     *
     * @param before what was promised
     * @param now what is promised now
     * @return what is no longer kept; empty if everything is
     */
    List<Breach> breaches(JsonNode before, JsonNode now);
}
