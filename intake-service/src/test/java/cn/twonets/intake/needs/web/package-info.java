@NullMarked
package cn.twonets.intake.needs.web;

import org.jspecify.annotations.NullMarked;
