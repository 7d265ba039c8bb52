/** How request and answer bodies are read and written. */
@NullMarked
package cn.twonets.api.json;

import org.jspecify.annotations.NullMarked;
