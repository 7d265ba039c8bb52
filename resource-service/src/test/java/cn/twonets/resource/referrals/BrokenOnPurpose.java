package cn.twonets.resource.referrals;

import java.time.Instant;

/** Classes that break the rules of the architecture, to prove that each rule bites. */
public final class BrokenOnPurpose {
    private BrokenOnPurpose() {
    }

    /** A feature root with Jackson. */
    public record KnowsJackson(tools.jackson.databind.JsonNode node) {}

    /** A feature root with BSON. */
    public record KnowsBson(org.bson.Document document) {}

    /** A listener of its own. */
    public record KnowsKafka(org.apache.kafka.clients.consumer.ConsumerRecord<String, String> record) {}

    /** A controller outside of web. */
    public record ServesHttp(org.springframework.http.ResponseEntity<String> answer) {}

    /** A client outside of http. */
    public record CallsOthers(java.net.http.HttpClient client) {}

    /** A service that knows a store's implementation. */
    public record KnowsTheStore(cn.twonets.store.EmbeddedStore store) {}

    /** A clock nobody can move. */
    public static final class AsksTheSystem {
        private AsksTheSystem() {
        }

        public static Instant when() {
            return Instant.now();
        }
    }
}
