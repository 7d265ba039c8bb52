package cn.twonets.api.web;

import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;

/**
 * Answers whatever was thrown. The unexpected makes one log line that names types and places only: messages of
 * exceptions may quote what people wrote.
 */
public final class ProblemAnswers {
    private static final Logger log = LoggerFactory.getLogger(ProblemAnswers.class);
    private static final int CAUSES_SHOWN = 5;

    private final ProblemWriter writer;

    public ProblemAnswers(ProblemWriter writer) {
        this.writer = writer;
    }

    /**
     * Writes the answer; nothing if the caller is gone, if an answer is already on its way, or if the container, which could
     * not read the request to its end, is to write one.
     */
    public void answer(Throwable thrown, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (callerIsGone(thrown) || isRefused(request, response)) {
            return;
        }
        StoreBreaker.tell(request, thrown);
        Throwable cause = thrown instanceof ServletException servlet && servlet.getRootCause() != null
                && !(thrown instanceof HttpRequestMethodNotSupportedException)
                && !(thrown instanceof HttpMediaTypeNotSupportedException) ? servlet.getRootCause() : thrown;
        Refusal refusal = Failures.refusal(cause).orElseGet(() -> Refusal.of(StandardProblem.UNEXPECTED));
        if (refusal.type().status() == StandardProblem.UNEXPECTED.status()) {
            log.error("Unexpected {} in {} request, trace {}", places(cause), request.getMethod(),
                    RequestCause.current().traceId());
        }
        if (response.isCommitted()) {
            // the status is out; only breaking the connection tells the caller that the body is not whole
            throw new IOException("failed after the answer had begun");
        }
        allow(cause, response);
        writer.write(refusal, request, response);
    }

    /** Whoever hangs up, or is killed, while an answer is written: converters wrap what the connection says of it. */
    private static boolean callerIsGone(Throwable thrown) {
        return Stream.iterate(thrown, at -> at != null, Throwable::getCause).limit(CAUSES_SHOWN)
                .anyMatch(at -> at instanceof AsyncRequestNotUsableException
                        || at.getClass().getName().endsWith(".ClientAbortException"));
    }

    /**
     * Whether the container has refused the request over a body that breaks off or is no HTTP. From then on it takes no
     * answer from us, and calls that committed; an answer that had begun before keeps the status of its own.
     */
    private static boolean isRefused(HttpServletRequest request, HttpServletResponse response) {
        return request.getDispatcherType() == DispatcherType.REQUEST
                && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof IOException
                && response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST;
    }

    private static void allow(Throwable cause, HttpServletResponse response) {
        if (cause instanceof HttpRequestMethodNotSupportedException method && method.getSupportedMethods() != null) {
            response.setHeader("Allow", String.join(", ", method.getSupportedMethods()));
        }
        if (cause instanceof HttpMediaTypeNotSupportedException media && !media.getSupportedMediaTypes().isEmpty()) {
            response.setHeader("Accept", MediaType.toString(media.getSupportedMediaTypes()));
        }
    }

    private static String places(Throwable thrown) {
        return Stream.iterate(thrown, at -> at != null, Throwable::getCause).limit(CAUSES_SHOWN)
                .map(at -> at.getClass().getName() + at(at.getStackTrace()))
                .collect(Collectors.joining(" caused by "));
    }

    private static String at(StackTraceElement[] frames) {
        if (frames.length == 0) {
            return "";
        }
        String first = " at " + frames[0];
        return Stream.of(frames).skip(1).filter(frame -> frame.getClassName().startsWith("cn.twonets.")).findFirst()
                .map(ours -> first + " from " + ours)
                .orElse(first);
    }
}
