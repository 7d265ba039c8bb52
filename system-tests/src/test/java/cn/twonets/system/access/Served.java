package cn.twonets.system.access;

import java.net.URI;

/**
 * Where a route is called.
 *
 * @param service the one that answers in the end
 * @param topic what it writes about needs
 */
record Served(String service, String topic, URI root) {}
