package cn.twonets.resource.referrals.web;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Stored;
import cn.twonets.events.AidEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.referrals.AidRecord;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
     * @param happened what, as published
     */
    record Entry(long sequence, String type, Instant at, JsonNode happened) {}

    View of(NeedId need, Optional<ProviderId> only) {
        return new View(records.history(need.value()).stream()
                .map(this::entry)
                .filter(entry -> only.map(provider -> concerns(entry, provider)).orElse(true))
                .toList());
    }

    private Entry entry(Stored.HistoryEntry entry) {
        return new Entry(entry.order().sequence(), entry.type(), entry.at(), json.readTree(entry.happened()));
    }

    private static boolean concerns(Entry entry, ProviderId provider) {
        return entry.happened().path("referral").path("provider").asString("").equals(provider.value());
    }
}
