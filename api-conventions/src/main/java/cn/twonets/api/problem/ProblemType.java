package cn.twonets.api.problem;

import java.util.regex.Pattern;

/**
 * A kind of error that callers may count on. Each module lists its own as an enum; the words are in that module's
 * resource bundle under {@code <slug>.title} and {@code <slug>.detail} (a {@link java.text.MessageFormat}), and for the
 * codes of fields under {@code field.<code>}. {@code docs/errors.md} is made of all of them.
 */
public interface ProblemType {
    /** What callers are told of it. */
    Kind kind();

    /** The last part of the {@code type} URI, {@code /problems/<slug>}: lower-case words joined by hyphens. */
    default String slug() {
        return kind().slug();
    }

    /** The HTTP status, 400 to 599. */
    default int status() {
        return kind().status();
    }

    /** The base name of the resource bundle with the words, such as {@code messages/intake}. */
    default String bundle() {
        return kind().bundle();
    }

    /**
     * What an enum constant holds.
     *
     * @param slug lower-case words joined by hyphens
     * @param status 400 to 599
     * @param bundle the base name of the resource bundle with the words
     */
    record Kind(String slug, int status, String bundle) {
        private static final Pattern SLUG = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

        /** @throws IllegalArgumentException if a caller could not be told so */
        public Kind {
            if (!SLUG.matcher(slug).matches() || status < 400 || status > 599) {
                throw new IllegalArgumentException("no kind of error: " + slug + " " + status);
            }
        }
    }
}
