/** Tests of the calls that the command line makes. */
@NullMarked
package cn.twonets.standalone.http;

import org.jspecify.annotations.NullMarked;
