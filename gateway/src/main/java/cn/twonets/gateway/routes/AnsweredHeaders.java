package cn.twonets.gateway.routes;

import cn.twonets.api.web.RequestCause;
import java.util.List;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter.ResponseHttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.ServerResponse;

/** Keeps back what the door says itself or nobody outside needs to know. */
final class AnsweredHeaders implements ResponseHttpHeadersFilter, Ordered {
    private static final List<String> KEPT_BACK = List.of(RequestCause.CORRELATION_HEADER, "Server", "Date", "Vary",
            "Set-Cookie", "X-Powered-By", "X-Content-Type-Options", "X-Frame-Options", "X-XSS-Protection",
            "Strict-Transport-Security", "Content-Security-Policy", "Referrer-Policy", "Pragma", "Expires");

    @Override
    public HttpHeaders apply(HttpHeaders headers, ServerResponse response) {
        HttpHeaders answered = new HttpHeaders();
        answered.putAll(headers);
        KEPT_BACK.forEach(answered::remove);
        return answered;
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
