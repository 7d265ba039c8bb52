/** Records of the aid side in MongoDB. */
@NullMarked
package cn.twonets.resource.referrals.mongo;

import org.jspecify.annotations.NullMarked;
