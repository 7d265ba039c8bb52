@NullMarked
package cn.twonets.audit.file;

import org.jspecify.annotations.NullMarked;
