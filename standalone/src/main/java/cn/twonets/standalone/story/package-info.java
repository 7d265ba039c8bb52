/** Replays the story of the dangerous house through the gateway, and shows each act beside the event that it caused. */
@NullMarked
package cn.twonets.standalone.story;

import org.jspecify.annotations.NullMarked;
