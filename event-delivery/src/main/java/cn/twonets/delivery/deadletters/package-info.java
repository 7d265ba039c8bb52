/** What a service could not read, as its operators see it: entries without any private value, and what was done about them. */
@NullMarked
package cn.twonets.delivery.deadletters;

import org.jspecify.annotations.NullMarked;
