package cn.twonets.delivery.outbox;

import java.util.Map;

/**
 * A record as it will lie on its topic.
 *
 * @param topic the topic's name
 * @param key the record key
 * @param headers the CloudEvents headers, in order
 * @param value the record's value
 */
public record OutgoingEvent(String topic, String key, Map<String, byte[]> headers, byte[] value) {}
