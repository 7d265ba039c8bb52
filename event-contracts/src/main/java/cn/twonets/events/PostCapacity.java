package cn.twonets.events;

/** In which capacity a post holder holds a unit, in the order in which responsibility is looked for. */
public enum PostCapacity {
    /** 网格长. */
    LEADER,
    /** 副网格长. */
    DEPUTY,
    /** Holds the post for somebody else. */
    ACTING,
    /** 网格员; responsible only at group level. */
    MEMBER
}
