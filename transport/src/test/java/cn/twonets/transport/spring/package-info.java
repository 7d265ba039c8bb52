@NullMarked
package cn.twonets.transport.spring;

import org.jspecify.annotations.NullMarked;
