package cn.twonets.intake;

/**
 * A field of what somebody sent that cannot be accepted. Says where and why, never what stood there.
 *
 * @param pointer JSON Pointer (RFC 6901) into the body
 * @param code what is wrong, as a stable word
 */
public record Fault(String pointer, String code) {}
