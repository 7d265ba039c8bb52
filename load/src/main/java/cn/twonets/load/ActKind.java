package cn.twonets.load;

/** What people do in the life of a need, in this order. */
public enum ActKind {
    /** The village reports it. */
    SUBMIT,
    /** The responsible leader signs for it; left out where the category refers at once. */
    ACKNOWLEDGE,
    /** The responsible leader refers it; left out where the category refers at once. */
    REFER,
    /** The department takes it on. */
    ACCEPT,
    /** The department delivers. */
    DELIVER,
    /** The village says that it helped. */
    CONFIRM
}
