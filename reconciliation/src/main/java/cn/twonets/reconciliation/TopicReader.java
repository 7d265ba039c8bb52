package cn.twonets.reconciliation;

import cn.twonets.events.EventOrder;
import cn.twonets.events.Topic;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Reads topics from their beginning, beside all consumers and without a trace. */
public interface TopicReader {
    /** Begins to read a topic; nothing has been read yet. */
    Reading open(Topic topic);

    /** One reading of one topic. */
    interface Reading extends AutoCloseable {
        /**
         * Reads on to where the topic ends at the time of this call: what was acknowledged before lies before that.
         *
         * @throws org.apache.kafka.common.KafkaException if the broker cannot be had
         */
        void readOn(Consumer<Sighted> each);

        /** The records at these places, which were read before; those that are gone by now are left out. */
        List<Sighted> at(Collection<Long> places);

        @Override
        void close();
    }

    /** A record. */
    sealed interface Sighted {
        /**
         * An event.
         *
         * @param aggregate its aggregate
         * @param order its order
         * @param place where it lies; one number for partition and offset, at least 0
         */
        record Event(String aggregate, EventOrder order, long place) implements Sighted {}

        /** The end of a key on a compacted topic. */
        record Tombstone(String aggregate) implements Sighted {}

        /** What names no event of the topic's writer: consumers put it aside as a dead letter. */
        record Strange() implements Sighted {}
    }
}
