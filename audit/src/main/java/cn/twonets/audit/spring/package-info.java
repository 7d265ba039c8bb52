/** Puts the audit into a service. */
@NullMarked
package cn.twonets.audit.spring;

import org.jspecify.annotations.NullMarked;
