package cn.twonets.api.problem;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as it stands in an answer (RFC 9457).
 *
 * @param type {@code /problems/<slug>}; stable
 * @param title one sentence that is the same for every occurrence, in the caller's language
 * @param status the HTTP status
 * @param detail what to know about this occurrence
 * @param instance the path that was called; null inside the answers to the items of a bulk request
 * @param errors the fields at fault; null if none is
 * @param traceId finds the request in traces and logs; null inside the answers to items
 */
public record Problem(String type, String title, int status, String detail, @Nullable String instance,
        @Nullable List<FieldError> errors, @Nullable String traceId) {

    /**
     * One field at fault.
     *
     * @param pointer a JSON Pointer into the body, or {@code query:}, {@code header:} or {@code path:} and a name
     * @param code what is wrong, as a stable word
     * @param message the same for people, in the caller's language
     */
    public record FieldError(String pointer, String code, String message) {}

    /** The refusal of one item of a bulk request, in the language of the request at hand. */
    public static Problem ofItem(Refusal refusal) {
        return of(refusal, null, null);
    }

    /** The refusal of a request, in the language of the request at hand. */
    public static Problem of(Refusal refusal, @Nullable String instance, @Nullable String traceId) {
        ProblemType type = refusal.type();
        Words words = new Words(type, Language.current());
        List<FieldError> errors = refusal.fields().stream()
                .map(field -> new FieldError(field.pointer(), field.code(),
                        words.field(field.code(), field.arguments())))
                .toList();
        return new Problem("/problems/" + type.slug(), words.title(), type.status(), words.detail(refusal.arguments()),
                instance, errors.isEmpty() ? null : errors, traceId);
    }
}
