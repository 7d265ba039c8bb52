package cn.twonets.intake.broken.mongo;

import org.springframework.http.ResponseEntity;
import org.springframework.kafka.listener.ContainerProperties;

/** An adapter that speaks the languages of others. */
public class Keeper {
    ResponseEntity<String> answers() {
        return ResponseEntity.ok("");
    }

    ContainerProperties listens() {
        return new ContainerProperties("topic");
    }
}
