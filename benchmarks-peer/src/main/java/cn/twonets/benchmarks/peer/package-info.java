/** The life of a need on a general workflow engine with a database: a peer to measure the product against. */
@NullMarked
package cn.twonets.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
