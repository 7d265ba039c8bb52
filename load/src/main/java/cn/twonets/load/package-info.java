/** Many people at once: who they are, when they come, what they do, what they were answered, and what they see of it. */
@NullMarked
package cn.twonets.load;

import org.jspecify.annotations.NullMarked;
