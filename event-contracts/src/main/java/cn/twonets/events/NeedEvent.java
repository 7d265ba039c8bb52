package cn.twonets.events;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened to a need in the village; {@link NeedState} follows it. */
public sealed interface NeedEvent extends Happening {
    /**
     * Intake accepted the need.
     *
     * @param by the post that reported it
     * @param basis the legal basis on which its data are handled
     */
    record Submitted(PostId by, Basis basis) implements NeedEvent {}

    /**
     * The village corrected what it had reported; {@code fields} names what changed.
     *
     * @param by the post that corrected it
     * @param fields names of the fields that changed
     */
    record Amended(PostId by, List<String> fields) implements NeedEvent {}

    /**
     * The village took the need back.
     *
     * @param by the post that took it back
     * @param reason coded reason
     */
    record Withdrawn(PostId by, String reason) implements NeedEvent {}

    /**
     * The village confirmed that the resolution of this round helped.
     *
     * @param by the post that asked the household
     * @param round the round of the case, from 1
     */
    record OutcomeConfirmed(PostId by, int round) implements NeedEvent {}

    /**
     * The village says that the resolution of this round did not help, or only in part.
     *
     * @param by the post that asked the household
     * @param round the round of the case, from 1
     * @param outcome what the household said
     */
    record OutcomeDisputed(PostId by, int round, Outcome outcome) implements NeedEvent {}

    /**
     * The legal basis on which the need's data are handled.
     *
     * @param kind duty of the state organ, or consent
     * @param version which text was consented to; null for a duty
     * @param channel how consent was given, such as {@code paper} or {@code spoken}; null for a duty
     * @param at when consent was given; null for a duty
     * @param helpedBy the post that helped to give it; null where nobody did
     */
    record Basis(
            BasisKind kind,
            @Nullable String version,
            @Nullable String channel,
            java.time.@Nullable Instant at,
            @Nullable PostId helpedBy) {

        /** @throws IllegalArgumentException if consent lacks its version, channel or time */
        public Basis {
            if (kind == BasisKind.CONSENT && (version == null || channel == null || at == null)) {
                throw new IllegalArgumentException("consent needs version, channel and at");
            }
        }
    }

    /** Duty or consent. */
    enum BasisKind {
        /** The state organ acts on its legal duty. */
        DUTY,
        /** The household agreed. */
        CONSENT
    }
}
