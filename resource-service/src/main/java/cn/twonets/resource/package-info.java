/** The aid-resource network: what providers offer, what fits a need, and how each referral ends. */
@NullMarked
package cn.twonets.resource;

import org.jspecify.annotations.NullMarked;
