/** Providers and aid services in MongoDB. */
@NullMarked
package cn.twonets.resource.catalogue.mongo;

import org.jspecify.annotations.NullMarked;
