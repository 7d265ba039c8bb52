/** What waits for whom on the aid side, counted. */
@NullMarked
package cn.twonets.resource.referrals.metrics;

import org.jspecify.annotations.NullMarked;
