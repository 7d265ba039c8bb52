package cn.twonets.api.web;

import cn.twonets.api.problem.Language;
import cn.twonets.api.problem.Problem;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Answers what Tomcat refuses before any of our code sees it, such as a malformed request line. */
public final class ProblemReportValve extends ErrorReportValve {
    private static final JsonMapper JSON = JsonMapper.builder()
            .changeDefaultPropertyInclusion(inclusion -> inclusion
                    .withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();

    /** Lets it report the errors of a server. */
    static void installIn(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.setErrorReportValveClass(ProblemReportValve.class.getName());
            }
        });
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        Language.use(Language.of(request.getHeader("Accept-Language")));
        try {
            Refusal refusal = Refusal.of(StandardProblem.ofStatus(response.getStatus()));
            Problem problem = Problem.of(refusal, null, RequestCause.current().traceId());
            BrowserRules.HEADERS.forEach(response::setHeader);
            response.setHeader("Cache-Control", "no-store");
            response.setStatus(problem.status());
            response.setContentType(ProblemWriter.MEDIA_TYPE);
            response.setHeader("Content-Language", Language.current().locale().toLanguageTag());
            response.getOutputStream().write(JSON.writeValueAsBytes(problem));
            response.finishResponse();
        } catch (IOException | IllegalStateException callerGone) {
            container.getLogger().debug("no error answer could be written", callerGone);
        } finally {
            Language.use(null);
        }
    }
}
