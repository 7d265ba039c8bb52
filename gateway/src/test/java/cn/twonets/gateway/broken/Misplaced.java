package cn.twonets.gateway.broken;

import io.github.bucket4j.Bucket;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;

/** Breaks the rules on purpose, to show that they notice. */
record Misplaced(Bucket bucket, CircuitBreaker breaker) {}
