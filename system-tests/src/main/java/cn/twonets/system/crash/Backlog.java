package cn.twonets.system.crash;

import cn.twonets.system.judge.Topics;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;

/** How many records the product's consumers have still to deal with; kept open, so that asking takes milliseconds. */
final class Backlog implements AutoCloseable {
    private final Topics.Positions positions;

    Backlog(String bootstrapServers) {
        this.positions = new Topics.Positions(bootstrapServers, Duration.ofSeconds(3));
    }

    /** 0 also where it cannot be told: then only unanswered requests tell of work in flight. */
    long unconsumed() {
        try {
            return positions.lag();
        } catch (KafkaException e) {
            // the broker has just come back and its consumer groups are being formed anew
            return 0;
        }
    }

    @Override
    public void close() {
        positions.close();
    }
}
