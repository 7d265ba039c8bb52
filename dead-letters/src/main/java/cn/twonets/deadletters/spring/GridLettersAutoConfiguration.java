package cn.twonets.deadletters.spring;

import cn.twonets.delivery.deadletters.DeadLetterBox;
import cn.twonets.delivery.deadletters.WatchedTopic;
import cn.twonets.delivery.kafka.DeadLetters;
import cn.twonets.delivery.kafka.KafkaSettings;
import cn.twonets.delivery.kafka.RereadLetters;
import cn.twonets.delivery.spring.DeliveryAutoConfiguration;
import cn.twonets.events.Topic;
import cn.twonets.grid.kafka.UnreadableRecords;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** The grid topic is read whole at each start, by no group; what cannot be read there is a dead letter all the same. */
@AutoConfiguration(after = DeliveryAutoConfiguration.class)
@ConditionalOnBean(DeadLetterBox.class)
public class GridLettersAutoConfiguration {
    @Bean
    WatchedTopic gridLetters(@Value("${spring.application.name}") String service) {
        return new WatchedTopic(Topic.GRID, service);
    }

    @Bean
    UnreadableRecords unreadableGridRecords(
            KafkaSettings kafka,
            WatchedTopic gridLetters,
            DeadLetters letters,
            DeadLetterBox box) {
        return new RereadLetters(kafka, gridLetters, letters, box)::keep;
    }
}
