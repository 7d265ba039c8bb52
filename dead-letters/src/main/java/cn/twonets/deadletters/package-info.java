/** What operators see and do about records that a service could not read. */
@NullMarked
package cn.twonets.deadletters;

import org.jspecify.annotations.NullMarked;
