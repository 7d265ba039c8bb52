package cn.twonets.dispatch.broken.feature;

import cn.twonets.dispatch.broken.feature.mongo.Keeper;
import cn.twonets.dispatch.broken.other.Neighbour;
import cn.twonets.resource.broken.OtherService;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import org.apache.kafka.clients.producer.Producer;
import org.bson.Document;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/** A feature root that knows what it must not. */
public record ImpureRoot(Document document, Producer<String, String> producer, JsonMapper json, MeterRegistry meters,
        OtherService other, ApplicationContext spring, Keeper keeper, Neighbour neighbour) {
    Instant now() {
        return Instant.ofEpochMilli(System.currentTimeMillis()).isAfter(Instant.now())
                ? Instant.now()
                : Clock.systemUTC().instant();
    }
}
