@NullMarked
package cn.twonets.delivery.http;

import org.jspecify.annotations.NullMarked;
