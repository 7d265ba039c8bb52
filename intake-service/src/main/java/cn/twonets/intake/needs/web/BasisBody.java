package cn.twonets.intake.needs.web;

import cn.twonets.api.problem.Refusal;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.PostId;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The legal basis on which a need's data are handled. It is published, so every field is a code.
 *
 * @param kind DUTY of the state organ, or CONSENT
 * @param version which text was consented to: 1 to 32 of letters, digits, point, hyphen, underscore; with consent only
 * @param channel how consent was given: paper, spoken, phone or online; with consent only
 * @param at when consent was given; with consent only
 * @param helpedBy the post that helped to give it
 */
public record BasisBody(
        NeedEvent.BasisKind kind,
        @Nullable String version,
        @Nullable String channel,
        @Nullable Instant at,
        @Nullable PostId helpedBy) {
    /** Eleven digits in a row could be somebody's telephone or identity card. */
    private static final Pattern VERSION = Pattern.compile("(?!.*\\d{11})[A-Za-z0-9._-]{1,32}");
    private static final Set<String> CHANNELS = Set.of("paper", "spoken", "phone", "online");

    /** Checks and converts; what is wrong is added to {@code refusal}. */
    NeedEvent.@Nullable Basis read(Refusal refusal) {
        boolean consent = kind == NeedEvent.BasisKind.CONSENT;
        boolean whole = isWhole("version", version, consent, version == null || VERSION.matcher(version).matches(),
                refusal);
        whole &= isWhole("channel", channel, consent, channel == null || CHANNELS.contains(channel), refusal);
        whole &= isWhole("at", at, consent, true, refusal);
        return whole ? new NeedEvent.Basis(kind, version, channel, at, helpedBy) : null;
    }

    static BasisBody of(NeedEvent.Basis basis) {
        return new BasisBody(basis.kind(), basis.version(), basis.channel(), basis.at(), basis.helpedBy());
    }

    private static boolean isWhole(String field, @Nullable Object value, boolean consent, boolean valid,
            Refusal refusal) {
        String code = value == null
                ? consent ? "missing" : null
                : consent ? valid ? null : "unknown-value" : "only-with-consent";
        if (code == null) {
            return true;
        }
        refusal.field("/basis/" + field, code);
        return false;
    }
}
