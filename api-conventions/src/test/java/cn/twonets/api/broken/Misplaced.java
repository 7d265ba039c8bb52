package cn.twonets.api.broken;

import com.mongodb.MongoTimeoutException;
import org.apache.catalina.Valve;

/** Breaks the rules on purpose, to show that they notice. */
record Misplaced(MongoTimeoutException timeout, Valve valve) {}
