package cn.twonets.audit.file;

import cn.twonets.audit.ChainId;
import cn.twonets.audit.Claim;
import cn.twonets.audit.Line;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what the first entries of chains claim about others. */
final class Openings {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Openings() {
    }

    /** The claims of a first line; none if it is no opening or cannot be read, which verification tells by its hash. */
    static List<Claim> claims(Line first) {
        if (!first.kind().equals("opened")) {
            return List.of();
        }
        try {
            List<Claim> claims = new ArrayList<>();
            for (JsonNode one : JSON.readTree(first.json()).path("before")) {
                claims.add(new Claim(new ChainId(one.path("chain").asString("")), one.path("entries").asLong(0),
                        one.path("head").asString("")));
            }
            return claims;
        } catch (JacksonException | IllegalArgumentException edited) {
            return List.of();
        }
    }
}
