package cn.twonets.standalone.submit;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One need of a file.
 *
 * @param number where it begins, from 1
 * @param key the idempotency key: the line's own, else made of what it says and how often that was said before, so that
 *        sending the same file again changes nothing
 * @param as who reports it; null where the line does not say
 * @param body what is posted; null where the line is broken
 * @param fault what is wrong with the line; null where nothing is
 */
record Line(long number, String key, @Nullable String as, @Nullable ObjectNode body, @Nullable String fault) {}
