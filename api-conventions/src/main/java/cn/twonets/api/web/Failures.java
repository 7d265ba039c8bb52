package cn.twonets.api.web;

import cn.twonets.api.json.JsonFaults;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.api.sensitive.RecordUnavailableException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.coyote.BadRequestException;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.validation.BindException;
import org.springframework.validation.BindingResult;
import org.springframework.validation.FieldError;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;
import tools.jackson.core.JacksonException;

/** Tells which refusal an exception stands for: the one table of everything that frameworks and drivers throw. */
public final class Failures {
    /** How long a caller is asked to wait while the store or another service is away. */
    public static final Duration PAUSE = Duration.ofSeconds(5);

    /** Names, so that nobody needs the driver who has no store. */
    private static final Set<String> AWAY = Set.of(
            "com.mongodb.MongoTimeoutException",
            "com.mongodb.MongoExecutionTimeoutException",
            "com.mongodb.MongoSocketException",
            "com.mongodb.MongoNotPrimaryException",
            "com.mongodb.MongoNodeIsRecoveringException",
            "com.mongodb.MongoServerUnavailableException",
            "com.mongodb.MongoConnectionPoolClearedException",
            "com.mongodb.MongoWriteConcernException",
            "com.mongodb.MongoInterruptedException",
            "org.apache.kafka.common.errors.RetriableException",
            "cn.twonets.delivery.PublishingFailedException",
            "cn.twonets.delivery.ContendedException",
            "cn.twonets.grid.GridNotReadyException",
            "cn.twonets.intake.privacy.ErasedException",
            "io.github.resilience4j.circuitbreaker.CallNotPermittedException",
            "io.github.resilience4j.bulkhead.BulkheadFullException",
            "java.util.concurrent.RejectedExecutionException",
            "java.net.SocketException",
            "java.net.SocketTimeoutException",
            "java.net.http.HttpTimeoutException");

    /** Of those, what says that the store cannot be reached. */
    private static final Set<String> STORE_AWAY = Set.of(
            "com.mongodb.MongoTimeoutException",
            "com.mongodb.MongoSocketException",
            "com.mongodb.MongoNotPrimaryException",
            "com.mongodb.MongoNodeIsRecoveringException",
            "com.mongodb.MongoServerUnavailableException",
            "com.mongodb.MongoConnectionPoolClearedException");
    private static final int CAUSES = 10;

    private Failures() {
    }

    /** The refusal; empty for what nobody expected, which is to be logged and answered with 500. */
    public static Optional<Refusal> refusal(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable at = thrown; at != null && seen.add(at); at = at.getCause()) {
            Refusal refusal = known(at);
            if (refusal != null) {
                return Optional.of(refusal);
            }
        }
        return thrown instanceof ErrorResponse response
                ? Optional.of(Refusal.of(StandardProblem.ofStatus(response.getStatusCode().value())))
                : Optional.empty();
    }

    /** Whether that means that something we stand on cannot be reached now. */
    public static boolean isAway(Throwable thrown) {
        return isOneOf(AWAY, thrown);
    }

    /** Whether it, or what caused it, means that the store cannot be reached now. */
    static boolean isStoreAway(Throwable thrown) {
        return Stream.iterate(thrown, at -> at != null, Throwable::getCause).limit(CAUSES)
                .anyMatch(at -> isOneOf(STORE_AWAY, at));
    }

    private static boolean isOneOf(Set<String> types, Throwable thrown) {
        for (Class<?> type = thrown.getClass(); type != null; type = type.getSuperclass()) {
            if (types.contains(type.getName())) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Refusal known(Throwable thrown) {
        if (isAway(thrown)) {
            return Refusal.of(StandardProblem.TEMPORARILY_UNAVAILABLE).retryAfter(PAUSE);
        }
        return switch (thrown) {
            case Refusal refusal -> refusal;
            case RecordUnavailableException unrecorded -> Refusal.of(StandardProblem.TEMPORARILY_UNAVAILABLE)
                    .retryAfter(PAUSE);
            case BodyTooLargeException large -> Refusal.of(StandardProblem.BODY_TOO_LARGE, large.limit());
            case BrokenBodyException broken -> broken();
            case InvalidParameterException parameters -> Refusal.of(StandardProblem.INVALID_REQUEST);
            // of a header or parameter, only when somebody asks for it
            case RequestRejectedException odd -> Refusal.of(StandardProblem.INVALID_REQUEST);
            case MaxUploadSizeExceededException large when large.getMaxUploadSize() > 0 -> Refusal
                    .of(StandardProblem.BODY_TOO_LARGE, large.getMaxUploadSize());
            case MaxUploadSizeExceededException large -> Refusal.of(StandardProblem.BODY_TOO_LARGE);
            case MultipartException parts -> Refusal.of(StandardProblem.INVALID_BODY).field("", "wrong-format");
            case MissingServletRequestPartException missing -> Refusal.of(StandardProblem.INVALID_BODY)
                    .field("/" + missing.getRequestPartName(), "missing");
            case BadRequestException brokenOff -> Refusal.of(StandardProblem.INVALID_REQUEST);
            case HttpMessageNotReadableException unreadable -> unreadable(unreadable);
            case HttpRequestMethodNotSupportedException method -> Refusal.of(StandardProblem.METHOD_NOT_ALLOWED);
            case HttpMediaTypeNotSupportedException media -> Refusal.of(StandardProblem.MEDIA_TYPE_NOT_SUPPORTED);
            case HttpMediaTypeNotAcceptableException media -> Refusal.of(StandardProblem.NOT_ACCEPTABLE);
            case MissingServletRequestParameterException missing -> Refusal.of(StandardProblem.INVALID_REQUEST)
                    .query(missing.getParameterName(), "missing");
            case MissingRequestHeaderException missing -> Refusal.of(StandardProblem.INVALID_REQUEST)
                    .header(missing.getHeaderName(), "missing");
            case MethodArgumentTypeMismatchException mismatch -> mismatch(mismatch);
            case BindException binding -> binding(binding);
            case HandlerMethodValidationException validation -> validation(validation);
            case AccessDeniedException denied -> Refusal.of(StandardProblem.FORBIDDEN);
            default -> null;
        };
    }

    private static Refusal unreadable(HttpMessageNotReadableException unreadable) {
        for (Throwable at = unreadable.getCause(); at != null; at = at.getCause()) {
            if (at instanceof BodyTooLargeException large) {
                return Refusal.of(StandardProblem.BODY_TOO_LARGE, large.limit());
            }
            if (at instanceof BrokenBodyException) {
                return broken();
            }
        }
        return unreadable.getCause() instanceof JacksonException fault
                ? JsonFaults.refusal(fault)
                : Refusal.of(StandardProblem.INVALID_BODY).field("", "missing");
    }

    private static Refusal broken() {
        return Refusal.of(StandardProblem.INVALID_BODY).field("", "broken-encoding");
    }

    private static Refusal mismatch(MethodArgumentTypeMismatchException mismatch) {
        boolean inPath = mismatch.getParameter()
                .hasParameterAnnotation(PathVariable.class);
        // a path that names no possible thing names nothing
        return inPath
                ? Refusal.of(StandardProblem.NOT_FOUND).path(mismatch.getName(), "wrong-format")
                : Refusal.of(StandardProblem.INVALID_REQUEST).query(mismatch.getName(), "wrong-format");
    }

    private static Refusal binding(BindingResult binding) {
        Refusal refusal = Refusal.of(StandardProblem.INVALID_CONTENT);
        binding.getFieldErrors().forEach(add(refusal));
        return refusal;
    }

    private static Refusal validation(HandlerMethodValidationException validation) {
        Refusal refusal = Refusal.of(StandardProblem.INVALID_CONTENT);
        validation.getBeanResults().forEach(result -> result.getFieldErrors().forEach(add(refusal)));
        for (ParameterValidationResult result : validation.getValueResults()) {
            String name = String.valueOf(result.getMethodParameter().getParameterName());
            result.getResolvableErrors().forEach(error -> refusal.query(name, "invalid-value"));
        }
        return refusal;
    }

    private static Consumer<FieldError> add(Refusal refusal) {
        return error -> refusal.field("/" + error.getField().replace('.', '/').replace("[", "/").replace("]", ""),
                "invalid-value");
    }
}
