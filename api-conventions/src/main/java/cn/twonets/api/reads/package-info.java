/** Sensitive reads: who was shown what is private about whom, and for what purpose; written down before it is shown. */
@NullMarked
package cn.twonets.api.reads;

import org.jspecify.annotations.NullMarked;
