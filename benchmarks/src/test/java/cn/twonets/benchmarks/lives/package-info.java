/** Short honest runs of the bench: counts and errors are judged, speeds never. */
@NullMarked
package cn.twonets.benchmarks.lives;

import org.jspecify.annotations.NullMarked;
