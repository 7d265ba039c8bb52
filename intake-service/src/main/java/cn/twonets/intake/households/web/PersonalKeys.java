package cn.twonets.intake.households.web;

import cn.twonets.api.idempotency.ActKeys;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.intake.households.IdentityNumber;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneId;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses keys with somebody's identity number in them. The ids of what is created are unkeyed digests of such keys, and
 * stand on topics: who tries all identity numbers would find the one.
 */
public final class PersonalKeys implements HandlerInterceptor {
    /** How it is told, of a header or an item. */
    public static final String CODE = "holds-identity-number";

    private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

    private final Clock clock;

    public PersonalKeys(Clock clock) {
        this.clock = clock;
    }

    /** Whether a client's key or id may not be used. */
    public boolean isPersonal(String key) {
        return IdentityNumber.isIn(key, LocalDate.ofInstant(clock.instant(), CHINA));
    }

    /** @throws Refusal 400 {@code invalid-request} if the {@code Idempotency-Key} of a creation may not be used */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        String key = request.getHeader(ActKeys.HEADER);
        if (key != null && HttpMethod.POST.matches(request.getMethod()) && isPersonal(key)) {
            throw Refusal.of(StandardProblem.INVALID_REQUEST).header(ActKeys.HEADER, CODE);
        }
        return true;
    }
}
