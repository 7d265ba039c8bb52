package cn.twonets.api.problem;

/**
 * A kind of error that callers may count on. Each module lists its own as an enum; the words are in that module's
 * resource bundle under {@code <slug>.title} and {@code <slug>.detail} (a {@link java.text.MessageFormat}), and for the
 * codes of fields under {@code field.<code>}.
 */
public interface ProblemType {
    /** The last part of the {@code type} URI, {@code /problems/<slug>}: lower-case words joined by hyphens. */
    String slug();

    /** The HTTP status, 400 to 599. */
    int status();

    /** The base name of the resource bundle with the words, such as {@code messages/intake}. */
    String bundle();
}
