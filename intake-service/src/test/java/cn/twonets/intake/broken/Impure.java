package cn.twonets.intake.broken;

import com.mongodb.client.model.Filters;
import java.time.Instant;
import org.bson.conversions.Bson;
import org.springframework.http.HttpStatus;
import org.springframework.kafka.listener.ContainerProperties;
import tools.jackson.databind.json.JsonMapper;

/** Each method breaks one rule. */
class Impure {
    HttpStatus knowsSpring() {
        return HttpStatus.OK;
    }

    JsonMapper knowsJackson() {
        return new JsonMapper();
    }

    Bson knowsTheStore() {
        return Filters.empty();
    }

    ContainerProperties knowsKafka() {
        return new ContainerProperties("topic");
    }

    cn.twonets.intake.broken.web.Handler knowsItsAdapter() {
        return new cn.twonets.intake.broken.web.Handler();
    }

    String knowsAnotherService() {
        return new cn.twonets.dispatch.Neighbour().name();
    }

    Instant asksTheSystem() {
        return Instant.now();
    }

    long asksTheSystemForMillis() {
        return System.currentTimeMillis();
    }
}
