package cn.twonets.resource.referrals.web;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Stored;
import cn.twonets.events.AidEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.matching.FactCodes;
import cn.twonets.resource.referrals.AidRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What happened on the aid side of one need. */
@Component
class Timeline {
    private final Aggregates<AidRecord, AidEvent> records;
    private final JsonMapper json;

    Timeline(Aggregates<AidRecord, AidEvent> records, JsonMapper json) {
        this.records = records;
        this.json = json;
    }

    /** All of it, oldest first. */
    record View(List<Entry> items) {}

    /**
     * One event.
     *
     * @param sequence counts the events of this side of the need from 1
     * @param type the event's type
     * @param at when
     * @param happened what, as published; never with the name of a declared fact
     */
    record Entry(long sequence, String type, Instant at, JsonNode happened) {}

    View of(NeedId need, Optional<ProviderId> only) {
        return new View(records.history(need.value()).stream()
                .map(this::entry)
                .filter(entry -> only.map(provider -> concerns(entry, provider)).orElse(true))
                .toList());
    }

    private Entry entry(Stored.HistoryEntry entry) {
        JsonNode happened = json.readTree(entry.happened());
        happened.path("candidates").forEach(fit -> withoutFacts(fit, "reasons"));
        happened.path("missing").forEach(miss -> withoutFacts(miss, "lacking"));
        return new Entry(entry.order().sequence(), entry.type(), entry.at(), happened);
    }

    /** Entries made before codes lost the names of facts still have them. */
    private static void withoutFacts(JsonNode item, String codes) {
        if (item instanceof ObjectNode one && one.path(codes) instanceof ArrayNode named) {
            List<String> kept = FactCodes.withoutNames(named.valueStream().map(code -> code.asString("")).toList());
            kept.forEach(one.putArray(codes)::add);
        }
    }

    private static boolean concerns(Entry entry, ProviderId provider) {
        return entry.happened().path("referral").path("provider").asString("").equals(provider.value());
    }
}
