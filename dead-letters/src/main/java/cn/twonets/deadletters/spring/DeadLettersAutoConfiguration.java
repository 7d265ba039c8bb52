package cn.twonets.deadletters.spring;

import cn.twonets.api.bulk.ItemReader;
import cn.twonets.deadletters.web.DeadLetterController;
import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.deadletters.DeadLetterBox;
import cn.twonets.delivery.deadletters.DeadLetterDesk;
import cn.twonets.delivery.deadletters.OwnerRedelivery;
import cn.twonets.delivery.deadletters.Redelivery;
import cn.twonets.delivery.http.Owners;
import cn.twonets.delivery.kafka.KafkaSettings;
import cn.twonets.delivery.kafka.LetterKeys;
import cn.twonets.delivery.spring.DeliveryAutoConfiguration;
import cn.twonets.events.EventFamily;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import cn.twonets.events.Topic;
import cn.twonets.grid.GridDirectory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/** Lets the operators of a service see its dead letters and act on them. */
@AutoConfiguration(after = DeliveryAutoConfiguration.class)
@ConditionalOnBean(DeadLetterBox.class)
public class DeadLettersAutoConfiguration {
    @Bean
    DeadLetterDesk deadLetterDesk(
            DeadLetterBox box,
            Owners owners,
            KafkaSettings kafka,
            ObjectProvider<Subscription<?, ?>> subscriptions,
            GridDirectory directory,
            @Value("${spring.application.name}") String service,
            Clock clock,
            MeterRegistry meters) {
        LetterKeys keys = new LetterKeys(kafka);
        Map<String, Redelivery> redeliveries = new HashMap<>();
        subscriptions.forEach(
                one -> redeliveries.put(one.family().topic().topicName(), redelivery(one, owners, keys)));
        redeliveries.put(
                Topic.GRID.topicName(),
                redelivery(
                        new Subscription<>(
                                EventFamily.GRID,
                                service,
                                newest -> newest.forEach(event -> directory.apply(event.state()))),
                        owners,
                        keys));
        return new DeadLetterDesk(box, redeliveries, clock, meters);
    }

    private static <H extends Happening, P extends PublicState> Redelivery redelivery(
            Subscription<H, P> subscription,
            Owners owners,
            LetterKeys keys) {
        return new OwnerRedelivery<>(
                subscription,
                owners.of(subscription.family()),
                keys::of);
    }

    @Bean
    DeadLetterController deadLetterController(
            @Value("${spring.application.name}") String service,
            DeadLetterDesk desk,
            ItemReader reader) {
        return new DeadLetterController(service, desk, reader);
    }
}
