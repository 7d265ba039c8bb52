package cn.twonets.reconciliation.spring;

import cn.twonets.delivery.kafka.KafkaSettings;
import cn.twonets.delivery.kafka.TopicEnds;
import cn.twonets.delivery.spring.AggregateStores;
import cn.twonets.delivery.spring.DeliveryAutoConfiguration;
import cn.twonets.reconciliation.web.StatesController;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** Lets a service tell what it owns. */
@AutoConfiguration(after = DeliveryAutoConfiguration.class)
@ConditionalOnBean(AggregateStores.class)
public class ReconciliationAutoConfiguration {
    @Bean
    TopicEnds topicEnds(KafkaSettings kafka) {
        return new TopicEnds(kafka);
    }

    @Bean
    StatesController statesController(AggregateStores stores, TopicEnds ends) {
        return new StatesController(stores::made, ends);
    }
}
