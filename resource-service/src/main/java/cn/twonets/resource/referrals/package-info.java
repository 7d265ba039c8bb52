/** What the aid side does about each need: matching, offers, answers of providers, and the one final answer to each wish. */
@NullMarked
package cn.twonets.resource.referrals;

import org.jspecify.annotations.NullMarked;
