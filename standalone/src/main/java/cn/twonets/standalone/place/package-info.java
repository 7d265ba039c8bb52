/** Where a local product lives: its data folder, its ports, and what refuses to start there. */
@NullMarked
package cn.twonets.standalone.place;

import org.jspecify.annotations.NullMarked;
