package cn.twonets.api.problem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An expected "no" to a caller: thrown by web adapters, answered as a problem, never logged. Arguments of messages must
 * not be private data; codes, numbers and states are fine.
 *
 * <pre>
 * throw Refusal.of(NeedProblem.NOT_REPORTABLE).field("/unit", "unknown-unit");
 * </pre>
 */
public final class Refusal extends RuntimeException {
    private final transient ProblemType type;
    private final transient Object[] arguments;
    private final transient List<Field> fields = new ArrayList<>();
    private @Nullable Duration retryAfter;

    private Refusal(ProblemType type, Object[] arguments) {
        super(type.slug(), null, false, false);
        this.type = type;
        this.arguments = arguments.clone();
    }

    /** A refusal of that kind; the arguments go into its {@code detail}. */
    public static Refusal of(ProblemType type, Object... arguments) {
        return new Refusal(type, arguments);
    }

    /** The body, well-formed, has a field that cannot be accepted: {@code 422 invalid-content}. */
    public static Refusal invalid(String pointer, String code, Object... arguments) {
        return of(StandardProblem.INVALID_CONTENT).field(pointer, code, arguments);
    }

    /** There is no such thing, or none within the caller's scope: both are told in the same words. */
    public static Refusal notFound() {
        return of(StandardProblem.NOT_FOUND);
    }

    /**
     * Names a field of the body.
     *
     * @param pointer a JSON Pointer (RFC 6901) into the body
     * @param code what is wrong, as a stable word; told by {@code field.<code>} of the type's bundle, else of ours
     * @param arguments for that text
     */
    public Refusal field(String pointer, String code, Object... arguments) {
        fields.add(new Field(pointer, code, arguments.clone()));
        return this;
    }

    /** Names a query parameter, as {@code query:<name>}. */
    public Refusal query(String name, String code, Object... arguments) {
        return field("query:" + name, code, arguments);
    }

    /** Names a part of the path, as {@code path:<name>}. */
    public Refusal path(String name, String code, Object... arguments) {
        return field("path:" + name, code, arguments);
    }

    /** Names a header, as {@code header:<name>}. */
    public Refusal header(String name, String code, Object... arguments) {
        return field("header:" + name, code, arguments);
    }

    /** Says when to try again, as {@code Retry-After}; rounded up to whole seconds. */
    public Refusal retryAfter(Duration delay) {
        this.retryAfter = delay;
        return this;
    }

    public ProblemType type() {
        return type;
    }

    Object[] arguments() {
        return arguments;
    }

    List<Field> fields() {
        return fields;
    }

    /** When to try again, if that was said. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    record Field(String pointer, String code, Object[] arguments) {}
}
