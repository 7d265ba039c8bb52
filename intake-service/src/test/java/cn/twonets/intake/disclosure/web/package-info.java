@NullMarked
package cn.twonets.intake.disclosure.web;

import org.jspecify.annotations.NullMarked;
