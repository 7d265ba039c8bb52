/** Chains in files: one file each, only ever appended to, written for many callers at once, read as a whole. */
@NullMarked
package cn.twonets.audit.file;

import org.jspecify.annotations.NullMarked;
