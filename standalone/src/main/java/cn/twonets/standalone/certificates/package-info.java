/** Certificates for a product without an authority of its own: first looks, small sites, tests. */
@NullMarked
package cn.twonets.standalone.certificates;

import org.jspecify.annotations.NullMarked;
