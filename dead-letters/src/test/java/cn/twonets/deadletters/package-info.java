/** What holds for dead letters as a module. */
@NullMarked
package cn.twonets.deadletters;

import org.jspecify.annotations.NullMarked;
