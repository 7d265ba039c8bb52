package cn.twonets.dispatch.broken.feature.mongo;

import org.apache.kafka.clients.producer.Producer;
import org.springframework.http.HttpStatus;

/** A keeper that sends and answers by itself. */
public record Keeper(Producer<String, String> producer, HttpStatus status) {}
