package cn.twonets.delivery.deadletters;

import cn.twonets.events.Topic;

/**
 * A topic whose unreadable records this service keeps: one for each of its subscriptions, and one for each topic that it
 * reads in another way, which is declared as a bean.
 *
 * @param topic what is read
 * @param consumer by whom; also part of the name of the dead letter topic
 */
public record WatchedTopic(Topic topic, String consumer) {
    /** The topic of what could not be read. */
    public String letters() {
        return topic.deadLetters(consumer);
    }
}
