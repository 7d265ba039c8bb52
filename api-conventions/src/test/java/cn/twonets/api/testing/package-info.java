/** What the tests of every service need: an issuer of tokens, and the check of its OpenAPI document. */
@NullMarked
package cn.twonets.api.testing;

import org.jspecify.annotations.NullMarked;
