/** Aid services and their capacity over HTTP. */
@NullMarked
package cn.twonets.resource.catalogue.web;

import org.jspecify.annotations.NullMarked;
