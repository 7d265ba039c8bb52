/** Matches and referrals over HTTP. */
@NullMarked
package cn.twonets.resource.referrals.web;

import org.jspecify.annotations.NullMarked;
