@NullMarked
package cn.twonets.standalone.certificates;

import org.jspecify.annotations.NullMarked;
