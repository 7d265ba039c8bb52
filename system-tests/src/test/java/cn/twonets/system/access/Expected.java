package cn.twonets.system.access;

/** What a caller is told. */
enum Expected {
    ALLOWED, ABSENT, FORBIDDEN
}
