/** Anchors: what chains claim of themselves and of each other, on a topic that the writers of files cannot change. */
@NullMarked
package cn.twonets.audit.kafka;

import org.jspecify.annotations.NullMarked;
