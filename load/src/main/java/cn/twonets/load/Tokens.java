package cn.twonets.load;

import cn.twonets.events.PostId;
import cn.twonets.standalone.issuer.LocalTokens;
import cn.twonets.standalone.issuer.SigningKey;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Ports;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The callers' tokens, made with the local product's key and renewed ten minutes before they end. */
public final class Tokens {
    private static final Duration LASTING = Duration.ofMinutes(60);
    private static final Duration RENEWED_BEFORE = Duration.ofMinutes(10);

    private final LocalTokens maker;
    private final Clock clock;
    private final Map<PostId, Signed> signed = new ConcurrentHashMap<>();

    /** @param clock real time: tokens never follow a product's virtual clock */
    public Tokens(DataFolder folder, Ports ports, Clock clock) {
        this.maker = new LocalTokens(SigningKey.of(folder), ports.issuerUri(), clock);
        this.clock = clock;
    }

    /** A token that is good for some minutes at least. */
    public String of(PostId post) {
        Instant now = clock.instant();
        Signed known = signed.get(post);
        if (known != null && known.until().isAfter(now.plus(RENEWED_BEFORE))) {
            return known.token();
        }
        return signed.compute(post, (key, old) -> old != null && old.until().isAfter(now.plus(RENEWED_BEFORE))
                ? old
                : new Signed(maker.forPost(key, LASTING), now.plus(LASTING))).token();
    }

    /** How many different callers have had a token so far. */
    public int callers() {
        return signed.size();
    }

    private record Signed(String token, Instant until) {}
}
