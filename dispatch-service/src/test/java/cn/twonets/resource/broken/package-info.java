/** Stands for another service, to be imported by mistake on purpose. */
@NullMarked
package cn.twonets.resource.broken;

import org.jspecify.annotations.NullMarked;
