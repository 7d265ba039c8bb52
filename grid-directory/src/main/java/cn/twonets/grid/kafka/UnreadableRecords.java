package cn.twonets.grid.kafka;

import cn.twonets.events.json.UndecodableEventException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Takes what is no event of the grid. It is met again at each start, as long as it lies on the topic. */
@FunctionalInterface
public interface UnreadableRecords {
    /**
     * Puts a record aside, once however often it is met; returns when that is done.
     *
     * @throws RuntimeException if it cannot be done now; the reader waits and asks again
     */
    void putAside(ConsumerRecord<byte[], byte[]> record, UndecodableEventException cause);
}
