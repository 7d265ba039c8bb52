/** Puts the service together. */
@NullMarked
package cn.twonets.resource.service;

import org.jspecify.annotations.NullMarked;
