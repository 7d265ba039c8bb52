/** What a stranger who operates the product is given: metrics, alert rules, dashboards, runbooks, logs and traces. */
@NullMarked
package cn.twonets.system.operate;

import org.jspecify.annotations.NullMarked;
