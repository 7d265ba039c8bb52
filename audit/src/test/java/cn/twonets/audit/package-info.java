@NullMarked
package cn.twonets.audit;

import org.jspecify.annotations.NullMarked;
