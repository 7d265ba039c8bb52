package cn.twonets.simulation.checks;

import java.util.Map;
import java.util.Set;

/**
 * Which event may follow which status, written down by hand from the published table and from nothing else. A line is
 * {@code event: status before > statuses after}.
 */
public final class Paths {
    private static final Map<String, Map<String, Set<String>>> CASE = parse(
            """
                    assigned: NONE > ASSIGNED; PLANNED > ASSIGNED
                    unroutable: NONE > ASSIGNED
                    amended: ASSIGNED > ASSIGNED; ACKNOWLEDGED > ACKNOWLEDGED; RETURNED > RETURNED; REFERRED > REFERRED; CANCELLING > CANCELLING; PLANNED > PLANNED; AWAITING_CONFIRMATION > AWAITING_CONFIRMATION
                    acknowledged: ASSIGNED > ACKNOWLEDGED
                    due-soon: ASSIGNED > ASSIGNED; ACKNOWLEDGED > ACKNOWLEDGED; RETURNED > RETURNED; REFERRED > REFERRED; CANCELLING > CANCELLING; AWAITING_CONFIRMATION > AWAITING_CONFIRMATION
                    escalated: ASSIGNED > ASSIGNED; ACKNOWLEDGED > ASSIGNED; RETURNED > RETURNED; REFERRED > REFERRED; CANCELLING > CANCELLING; AWAITING_CONFIRMATION > AWAITING_CONFIRMATION
                    returned: ASSIGNED > RETURNED; ACKNOWLEDGED > RETURNED; CANCELLING > RETURNED
                    arbitrated: RETURNED > ASSIGNED
                    referral-wanted: ASSIGNED > REFERRED; ACKNOWLEDGED > REFERRED; PLANNED > REFERRED; REFERRED > REFERRED; CANCELLING > REFERRED CANCELLING
                    cancelling: REFERRED > CANCELLING; CANCELLING > CANCELLING
                    referral-ended: REFERRED > ACKNOWLEDGED; CANCELLING > ACKNOWLEDGED
                    planned: ASSIGNED > PLANNED; ACKNOWLEDGED > PLANNED
                    resolved: ASSIGNED > AWAITING_CONFIRMATION; ACKNOWLEDGED > AWAITING_CONFIRMATION; PLANNED > AWAITING_CONFIRMATION; REFERRED > AWAITING_CONFIRMATION; CANCELLING > AWAITING_CONFIRMATION
                    reopened: AWAITING_CONFIRMATION > ASSIGNED
                    closed: ASSIGNED > CLOSED; ACKNOWLEDGED > CLOSED; RETURNED > CLOSED; CANCELLING > CLOSED; PLANNED > CLOSED; AWAITING_CONFIRMATION > CLOSED
                    """);

    /** The status of a referral, as the aid side tells of it. */
    private static final Map<String, Map<String, Set<String>>> AID = parse(
            """
                    matched: NONE > NONE; OFFERED > OFFERED; ACCEPTED > ACCEPTED; WAITLISTED > WAITLISTED; DECLINED > DECLINED; DELIVERED > DELIVERED; EXPIRED > EXPIRED; CANCELLED > CANCELLED
                    unmatched: NONE > NONE; OFFERED > OFFERED; ACCEPTED > ACCEPTED; WAITLISTED > WAITLISTED; DECLINED > DECLINED; DELIVERED > DELIVERED; EXPIRED > EXPIRED; CANCELLED > CANCELLED
                    offered: NONE > OFFERED; WAITLISTED > OFFERED; DECLINED > OFFERED; EXPIRED > OFFERED; CANCELLED > OFFERED; DELIVERED > OFFERED
                    waitlisted: NONE > WAITLISTED; DECLINED > WAITLISTED; EXPIRED > WAITLISTED; CANCELLED > WAITLISTED; DELIVERED > WAITLISTED
                    accepted: OFFERED > ACCEPTED
                    declined: OFFERED > DECLINED; ACCEPTED > DECLINED
                    delivered: OFFERED > DELIVERED; ACCEPTED > DELIVERED
                    expired: OFFERED > EXPIRED; WAITLISTED > EXPIRED; NONE > NONE; DECLINED > DECLINED; EXPIRED > EXPIRED; DELIVERED > DELIVERED; CANCELLED > CANCELLED
                    cancelled: OFFERED > CANCELLED; ACCEPTED > CANCELLED; WAITLISTED > CANCELLED; NONE > NONE; DECLINED > DECLINED; EXPIRED > EXPIRED; DELIVERED > DELIVERED; CANCELLED > CANCELLED
                    """);

    private static final Map<String, Map<String, Set<String>>> NEED = parse("""
            submitted: NONE > STANDS
            amended: STANDS > STANDS; WITHDRAWN > WITHDRAWN
            withdrawn: STANDS > WITHDRAWN
            outcome-confirmed: STANDS > STANDS; WITHDRAWN > WITHDRAWN
            outcome-disputed: STANDS > STANDS; WITHDRAWN > WITHDRAWN
            """);

    private Paths() {
    }

    /** Whether a case may go so. */
    public static boolean ofCase(String token, String before, String after) {
        return allows(CASE, token, before, after);
    }

    /** Whether a referral may go so. */
    public static boolean ofAid(String token, String before, String after) {
        return allows(AID, token, before, after);
    }

    /** Whether what a village wants may go so. */
    public static boolean ofNeed(String token, String before, String after) {
        return allows(NEED, token, before, after);
    }

    private static boolean allows(Map<String, Map<String, Set<String>>> table, String token, String before,
            String after) {
        String event = token.substring(token.indexOf('.', "cn.twonets.".length()) + 1, token.length() - ".v1".length());
        return table.getOrDefault(event, Map.of()).getOrDefault(before, Set.of()).contains(after);
    }

    private static Map<String, Map<String, Set<String>>> parse(String text) {
        Map<String, Map<String, Set<String>>> table = new java.util.HashMap<>();
        for (String line : text.strip().split("\n")) {
            String[] parts = line.split(":");
            Map<String, Set<String>> moves = new java.util.HashMap<>();
            for (String move : parts[1].split(";")) {
                String[] ends = move.split(">");
                moves.put(ends[0].strip(), Set.of(ends[1].strip().split(" ")));
            }
            table.put(parts[0].strip(), moves);
        }
        return table;
    }
}
