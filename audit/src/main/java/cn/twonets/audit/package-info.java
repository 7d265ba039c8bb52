/** What an audit consists of: entries, the chain that binds them to their order, and claims about chains made elsewhere. */
@NullMarked
package cn.twonets.audit;

import org.jspecify.annotations.NullMarked;
