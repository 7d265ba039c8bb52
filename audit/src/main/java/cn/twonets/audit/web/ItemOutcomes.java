package cn.twonets.audit.web;

import cn.twonets.api.bulk.BulkAnswer;
import cn.twonets.api.bulk.ItemResult;
import cn.twonets.api.bulk.Made;
import cn.twonets.audit.Pseudonyms;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Remembers, of an act on many things, what became of each of them. */
@ControllerAdvice
public final class ItemOutcomes implements ResponseBodyAdvice<BulkAnswer<?>> {
    private static final String ATTRIBUTE = ItemOutcomes.class.getName();
    private static final String PROBLEMS = "/problems/";

    /**
     * What became of many.
     *
     * @param done ids
     * @param refused {@code <id>=<kind of refusal>}
     */
    record Outcomes(List<String> done, List<String> refused) {
        static final Outcomes NONE = new Outcomes(List.of(), List.of());
    }

    static Outcomes of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof Outcomes outcomes ? outcomes : Outcomes.NONE;
    }

    @Override
    public boolean supports(MethodParameter returned, Class<? extends HttpMessageConverter<?>> converter) {
        return BulkAnswer.class.isAssignableFrom(returned.getParameterType());
    }

    @Override
    public @Nullable BulkAnswer<?> beforeBodyWrite(@Nullable BulkAnswer<?> answer, MethodParameter returned,
            MediaType type, Class<? extends HttpMessageConverter<?>> converter, ServerHttpRequest request,
            ServerHttpResponse response) {
        if (answer != null && request instanceof ServletServerHttpRequest servlet) {
            servlet.getServletRequest().setAttribute(ATTRIBUTE, outcomes(answer));
        }
        return answer;
    }

    private static Outcomes outcomes(BulkAnswer<?> answer) {
        List<String> done = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        for (ItemResult<?> item : answer.items()) {
            if (item.problem() != null) {
                String type = item.problem().type();
                refused.add(Pseudonyms.of(item.id()) + "="
                        + type.substring(type.startsWith(PROBLEMS) ? PROBLEMS.length() : 0));
            } else {
                done.add(item.value() instanceof Made made ? made.made() : Pseudonyms.of(item.id()));
            }
        }
        return new Outcomes(done, refused);
    }
}
