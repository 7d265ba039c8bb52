/** The ten risks of the OWASP API Security Top 10 (2023), each tried on the one running product. */
@NullMarked
package cn.twonets.system.owasp;

import org.jspecify.annotations.NullMarked;
