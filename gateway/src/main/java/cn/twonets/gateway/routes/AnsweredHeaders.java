package cn.twonets.gateway.routes;

import java.util.List;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter.ResponseHttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * Lets through only the headers that our APIs answer with. Whatever else stands behind the door, a cookie, a banner, an
 * invitation to other origins, a way to somewhere else, ends here; what protects the caller the door says itself.
 */
final class AnsweredHeaders implements ResponseHttpHeadersFilter, Ordered {
    private static final List<String> PASSED = List.of("Content-Type", "Content-Length", "Content-Language", "ETag",
            "Retry-After", "Allow", "Accept", "Accept-Encoding", "WWW-Authenticate", "Cache-Control");

    @Override
    public HttpHeaders apply(HttpHeaders headers, ServerResponse response) {
        HttpHeaders answered = new HttpHeaders();
        for (String name : PASSED) {
            List<String> values = headers.get(name);
            if (values != null) {
                answered.put(name, values);
            }
        }
        String place = headers.getFirst(HttpHeaders.LOCATION);
        if (place != null && place.startsWith("/") && !place.startsWith("//")) {
            answered.set(HttpHeaders.LOCATION, place);
        }
        return answered;
    }

    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
