@NullMarked
package cn.twonets.intake.households.web;

import org.jspecify.annotations.NullMarked;
