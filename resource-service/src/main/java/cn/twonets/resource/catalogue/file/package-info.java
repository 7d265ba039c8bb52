/** The starter catalogue as a file. */
@NullMarked
package cn.twonets.resource.catalogue.file;

import org.jspecify.annotations.NullMarked;
