package cn.twonets.system.access;

/** How a caller's unit or provider stands to the object of the call, in the order of the table's columns. */
enum Relation {
    OWN, CHILD, PARENT, SIBLING, COUSIN, OTHER, NONE
}
