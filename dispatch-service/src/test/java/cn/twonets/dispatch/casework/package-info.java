/** Tests of the life of cases. */
@NullMarked
package cn.twonets.dispatch.casework;

import org.jspecify.annotations.NullMarked;
