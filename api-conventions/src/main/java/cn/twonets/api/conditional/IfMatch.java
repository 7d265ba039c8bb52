package cn.twonets.api.conditional;

import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.events.EventOrder;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a write. A controller takes it as a parameter: on PUT and PATCH the header must be there (428), on
 * other methods its absence means any version.
 *
 * @param tags the entity tags that may be overwritten, with their quotes; empty for any
 */
public record IfMatch(Set<String> tags) {
    public static final String HEADER = "If-Match";

    /** One of the list, with the space around it: a pattern of the whole list needs a stack as deep as the list is long. */
    private static final Pattern TAG = Pattern.compile("\\s*+(W/)?(\"[!#-~]*+\")\\s*+");
    private static final IfMatch ANY = new IfMatch(Set.of());
    private static final String NEVER = "";

    /**
     * Reads the header. Weak tags never match, as the standard says of this header.
     *
     * @param required whether it must be there
     * @throws Refusal 428 if it is required and absent, 400 if it is not a list of entity tags
     */
    public static IfMatch of(@Nullable String header, boolean required) {
        if (header == null || header.isBlank()) {
            if (required) {
                throw Refusal.of(StandardProblem.IF_MATCH_MISSING).header(HEADER, "missing");
            }
            return ANY;
        }
        String value = header.strip();
        if (value.equals("*")) {
            return ANY;
        }
        Set<String> tags = new HashSet<>();
        Matcher tag = TAG.matcher(value);
        for (int at = 0; at <= value.length(); at = tag.end() + 1) {
            tag.region(at, value.length());
            if (!tag.lookingAt() || tag.end() < value.length() && value.charAt(tag.end()) != ',') {
                throw Refusal.of(StandardProblem.INVALID_REQUEST).header(HEADER, "invalid-value");
            }
            tags.add(tag.group(1) == null ? tag.group(2) : NEVER);
        }
        return new IfMatch(Set.copyOf(tags));
    }

    /** Whether that version may be overwritten. */
    public boolean allows(String etag) {
        return tags.isEmpty() || tags.contains(etag);
    }

    /** @throws Refusal 412 if the present version is not the one that the caller saw */
    public void require(long sequence) {
        require(ETags.of(sequence));
    }

    /** @throws Refusal 412 if the present version is not the one that the caller saw */
    public void require(EventOrder order) {
        require(ETags.of(order));
    }

    private void require(String etag) {
        if (!allows(etag)) {
            throw stale();
        }
    }

    /** The answer to a condition that does not hold. */
    public static Refusal stale() {
        return Refusal.of(StandardProblem.VERSION_STALE).header(HEADER, "stale");
    }
}
