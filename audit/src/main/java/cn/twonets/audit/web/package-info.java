/** Where requests are written down: acts before they are done and after, refused reads. */
@NullMarked
package cn.twonets.audit.web;

import org.jspecify.annotations.NullMarked;
