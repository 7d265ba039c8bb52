package cn.twonets.standalone.story;

import tools.jackson.databind.JsonNode;

/**
 * One event as it lies on its topic.
 *
 * @param topic where
 * @param type its {@code ce_type}
 * @param sequence which event of its aggregate it is
 * @param time its {@code ce_time}
 * @param happened what happened
 * @param state the state after it
 */
record Seen(String topic, String type, long sequence, String time, JsonNode happened, JsonNode state) {
    /** The type without the words that all types share, such as {@code case.assigned}. */
    String shortType() {
        return type.replaceFirst("^cn\\.twonets\\.", "").replaceFirst("\\.v1$", "");
    }
}
