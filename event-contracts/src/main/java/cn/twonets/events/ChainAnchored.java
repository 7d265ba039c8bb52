package cn.twonets.events;

import java.time.Instant;

/**
 * An audit chain was this long and ended like this: a claim that lies where whoever can change the chain's file cannot
 * change it. No aggregate's event: it carries no state, and nothing of the product decides by it.
 *
 * @param chain the chain of entries, the record's key
 * @param service whose acts stand in it
 * @param entries so many entries it had
 * @param head the hash of the last of them, SHA-256 in hexadecimal digits
 * @param by the chain whose writer says so: the same one, or one that began later
 * @param at when, in real time
 */
public record ChainAnchored(String chain, String service, long entries, String head, String by, Instant at) {
    /** The topic: one partition, kept for ever; every service writes to it, only auditors read it. */
    public static final String TOPIC = "twonets.audit.v1";
    /** The type of its records. */
    public static final String TYPE = "cn.twonets.audit-chain.anchored.v1";
    /** Where at the gateway the JSON Schema of the value lies. */
    public static final String DATA_SCHEMA = "/schemas/" + TYPE + ".json";
}
