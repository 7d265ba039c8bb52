package cn.twonets.api.json;

import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Tells what is wrong with a JSON body without quoting from it: bodies hold private data. */
public final class JsonFaults {
    private JsonFaults() {
    }

    /** The refusal that names place and reason. */
    public static Refusal refusal(JacksonException fault) {
        StreamReadException broken = broken(fault);
        if (broken != null) {
            TokenStreamLocation at = broken.getLocation();
            return at == null || at.getLineNr() < 1
                    ? Refusal.of(StandardProblem.BROKEN_JSON, 1, 1)
                    : Refusal.of(StandardProblem.BROKEN_JSON, at.getLineNr(), at.getColumnNr());
        }
        return Refusal.of(StandardProblem.INVALID_BODY)
                .field(pointer(fault), isBeyondLimits(fault) ? "beyond-limits" : code(fault));
    }

    private static boolean isBeyondLimits(Throwable fault) {
        for (Throwable at = fault; at instanceof JacksonException; at = at.getCause()) {
            if (at instanceof StreamConstraintsException) {
                return true;
            }
        }
        return false;
    }

    /** Where the JSON itself goes wrong inside an object, Jackson wraps the fault to name the path. */
    private static @Nullable StreamReadException broken(Throwable fault) {
        for (Throwable at = fault; at instanceof JacksonException; at = at.getCause()) {
            if (at instanceof StreamReadException broken) {
                return broken;
            }
        }
        return null;
    }

    private static String code(JacksonException fault) {
        return switch (fault) {
            case UnrecognizedPropertyException unknown -> "unknown-field";
            case InvalidNullException none -> "missing";
            case InvalidFormatException format when format.getTargetType() != null
                    && format.getTargetType().isEnum() -> "unknown-value";
            case InvalidFormatException format -> "wrong-format";
            case ValueInstantiationException refusedByConstructor -> "invalid-value";
            // Jackson has no type of its own for these two
            case MismatchedInputException mismatch when says(mismatch,
                    "Missing required creator property") -> "missing";
            case MismatchedInputException mismatch when says(mismatch, "No content to map") -> "missing";
            default -> "wrong-type";
        };
    }

    private static boolean says(JacksonException fault, String start) {
        String message = fault.getOriginalMessage();
        return message != null && message.startsWith(start);
    }

    private static String pointer(JacksonException fault) {
        return fault.getPath().stream()
                .map(step -> step.getPropertyName() == null ? String.valueOf(step.getIndex()) : step.getPropertyName())
                .map(step -> "/" + step.replace("~", "~0").replace("/", "~1"))
                .collect(Collectors.joining());
    }
}
