/** Backups and restores, without a running product. */
@NullMarked
package cn.twonets.standalone.backup;

import org.jspecify.annotations.NullMarked;
