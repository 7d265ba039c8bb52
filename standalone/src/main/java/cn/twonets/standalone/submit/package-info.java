/** Submits many needs from a file, each once, however often the connection or the product fails meanwhile. */
@NullMarked
package cn.twonets.standalone.submit;

import org.jspecify.annotations.NullMarked;
