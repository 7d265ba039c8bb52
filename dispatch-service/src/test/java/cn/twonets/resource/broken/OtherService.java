package cn.twonets.resource.broken;

/** Belongs to another service. */
public final class OtherService {}
