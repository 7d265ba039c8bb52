package cn.twonets.delivery;

/**
 * Makes an act on an aggregate idempotent: the key is kept inside the aggregate (the newest 50), in the same write.
 *
 * @param key caller and idempotency key
 * @param bodyHash hash of what is asked, so that the same key with another body is noticed
 */
public record Act(String key, String bodyHash) {}
