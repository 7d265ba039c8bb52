package cn.twonets.api.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.events.PostId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;

/** A checked token, as the caller it stands for. Roles that we do not know are left out. */
final class CallerToken extends AbstractAuthenticationToken {
    private static final long serialVersionUID = 1L;

    private final transient Caller caller;
    private final transient Jwt token;

    private CallerToken(Caller caller, Jwt token) {
        super(caller.roles().stream().map(role -> new SimpleGrantedAuthority(role.claim())).toList());
        this.caller = caller;
        this.token = token;
        setAuthenticated(true);
    }

    static Converter<Jwt, AbstractAuthenticationToken> converter() {
        return token -> new CallerToken(new Caller(new PostId(token.getSubject()), roles(token)), token);
    }

    /** What the token claims, as far as we know the words. */
    static Set<Role> roles(Jwt token) {
        return token.getClaim("roles") instanceof List<?> claimed
                ? claimed.stream().map(String::valueOf).map(Role::ofClaim).flatMap(Optional::stream)
                        .collect(Collectors.toSet())
                : Set.of();
    }

    @Override
    public Object getCredentials() {
        return token;
    }

    @Override
    public Object getPrincipal() {
        return caller;
    }

    /** The post; never the whole record, since frameworks write names into logs. */
    @Override
    public String getName() {
        return caller.post().value();
    }
}
