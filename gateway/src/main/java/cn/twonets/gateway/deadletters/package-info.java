/** One list of the dead letters of all services, and one request to replay many. */
@NullMarked
package cn.twonets.gateway.deadletters;

import org.jspecify.annotations.NullMarked;
