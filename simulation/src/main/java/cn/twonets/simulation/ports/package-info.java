/** The services' ports in memory: documents, pools and topics that can be slow, refuse, forget and repeat. */
@NullMarked
package cn.twonets.simulation.ports;

import org.jspecify.annotations.NullMarked;
