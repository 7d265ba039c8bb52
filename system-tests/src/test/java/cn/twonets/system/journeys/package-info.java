/** What people do with the running product, from the first report to the last confirmation. */
@NullMarked
package cn.twonets.system.journeys;

import org.jspecify.annotations.NullMarked;
