package cn.twonets.api.conditional;

import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.events.EventOrder;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a write. A controller takes it as a parameter: on PUT and PATCH the header must be there (428), on
 * other methods its absence means any version.
 *
 * @param tags the entity tags that may be overwritten, with their quotes; empty for any
 */
public record IfMatch(Set<String> tags) {
    public static final String HEADER = "If-Match";

    private static final Pattern LIST = Pattern.compile("(W/)?\"[!#-~]*\"(\\s*,\\s*(W/)?\"[!#-~]*\")*");
    private static final Pattern TAG = Pattern.compile("(W/)?(\"[!#-~]*\")");
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
        if (!LIST.matcher(value).matches()) {
            throw Refusal.of(StandardProblem.INVALID_REQUEST).header(HEADER, "invalid-value");
        }
        return new IfMatch(TAG.matcher(value).results()
                .map(tag -> tag.group(1) == null ? tag.group(2) : NEVER)
                .collect(Collectors.toUnmodifiableSet()));
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
