/** The local token issuer: OpenID Connect discovery, keys and tokens for one machine. Production names another issuer. */
@NullMarked
package cn.twonets.standalone.issuer;

import org.jspecify.annotations.NullMarked;
