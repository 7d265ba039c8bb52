package cn.twonets.api.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.conditional.IfMatch;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.idempotency.ActKeys;
import cn.twonets.api.idempotency.IdempotencyKeyRequired;
import cn.twonets.api.paging.PageRequest;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives controllers what they ask for by type: caller, idempotency key, page, condition, cause. */
final class RequestArguments implements HandlerMethodArgumentResolver {
    private static final Set<Class<?>> TYPES = Set.of(Caller.class, ActKey.class, PageRequest.class, IfMatch.class,
            RequestCause.class);

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return TYPES.contains(parameter.getParameterType());
    }

    @Override
    public Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
            NativeWebRequest web, @Nullable WebDataBinderFactory binders) throws IOException {
        HttpServletRequest request = (HttpServletRequest) web.getNativeRequest();
        Class<?> type = parameter.getParameterType();
        if (type == PageRequest.class) {
            return PageRequest.of(request.getParameter("limit"), request.getParameter("cursor"));
        }
        if (type == IfMatch.class) {
            return IfMatch.of(request.getHeader(IfMatch.HEADER), Set.of("PUT", "PATCH").contains(request.getMethod()));
        }
        if (type == RequestCause.class) {
            return RequestCause.current();
        }
        Caller caller = Caller.current().orElseThrow(() -> Refusal.of(StandardProblem.TOKEN_MISSING));
        return type == Caller.class ? caller : key(parameter, caller, request);
    }

    private static ActKey key(MethodParameter parameter, Caller caller, HttpServletRequest request)
            throws IOException {
        String header = request.getHeader(ActKeys.HEADER);
        String target = request.getMethod() + " " + request.getRequestURI();
        byte[] body = KeptBody.of(request);
        return parameter.hasParameterAnnotation(IdempotencyKeyRequired.class)
                ? ActKeys.required(caller, header, target, body)
                : ActKeys.of(caller, header, target, body);
    }
}
