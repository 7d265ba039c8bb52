package cn.twonets.load;

import cn.twonets.events.PostId;

/**
 * A village of the starter grid whose posts are held.
 *
 * @param code its unit
 * @param member reports and confirms
 * @param leader is responsible for its cases at first
 * @param household the id of a household registered there
 */
public record Village(String code, PostId member, PostId leader, String household) {}
