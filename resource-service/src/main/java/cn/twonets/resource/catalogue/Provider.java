package cn.twonets.resource.catalogue;

import cn.twonets.events.PostId;
import cn.twonets.events.ProviderId;
import java.util.Set;

/**
 * An organization that gives aid, and the posts that answer for it.
 *
 * @param id the provider
 * @param name in Chinese
 * @param clerks posts that act for it
 */
public record Provider(ProviderId id, String name, Set<PostId> clerks) {}
