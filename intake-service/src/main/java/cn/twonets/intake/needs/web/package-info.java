/** Needs over HTTP, one by one and in batches, and the timeline merged from all three services. */
@NullMarked
package cn.twonets.intake.needs.web;

import org.jspecify.annotations.NullMarked;
