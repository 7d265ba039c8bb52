/** What the tests of every service need: an issuer of tokens, the check of its OpenAPI document, and what a request asks of the store. */
@NullMarked
package cn.twonets.api.testing;

import org.jspecify.annotations.NullMarked;
