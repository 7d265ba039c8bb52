package cn.twonets.reconciliation;

/**
 * One difference.
 *
 * @param kind what differs
 * @param subject the id of what it is about: ids and codes only, nothing about people
 * @param detail where, and what was seen there, in codes
 */
public record Difference(DifferenceKind kind, String subject, String detail) {}
