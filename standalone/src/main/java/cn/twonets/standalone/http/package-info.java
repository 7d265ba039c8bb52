/** How the command line calls the running product: through the gateway, with tokens like everybody else. */
@NullMarked
package cn.twonets.standalone.http;

import org.jspecify.annotations.NullMarked;
