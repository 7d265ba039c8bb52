@NullMarked
package cn.twonets.audit.web;

import org.jspecify.annotations.NullMarked;
