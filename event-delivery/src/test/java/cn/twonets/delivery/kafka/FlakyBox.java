package cn.twonets.delivery.kafka;

import cn.twonets.delivery.deadletters.DeadLetter;
import cn.twonets.delivery.deadletters.DeadLetterBox;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A box that is away while a switch says so. */
class FlakyBox implements DeadLetterBox {
    private final DeadLetterBox there;
    private final AtomicBoolean away;

    FlakyBox(DeadLetterBox there, AtomicBoolean away) {
        this.there = there;
        this.away = away;
    }

    private DeadLetterBox reach() {
        if (away.get()) {
            throw new IllegalStateException("the store is away");
        }
        return there;
    }

    @Override
    public Optional<DeadLetter> find(String id) {
        return reach().find(id);
    }

    @Override
    public boolean insert(DeadLetter entry) {
        return reach().insert(entry);
    }

    @Override
    public boolean replace(DeadLetter before, DeadLetter after) {
        return reach().replace(before, after);
    }

    @Override
    public List<DeadLetter> list(Wanted wanted, @Nullable Place after, int limit) {
        return reach().list(wanted, after, limit);
    }

    @Override
    public Map<String, Long> openByTopic() {
        return reach().openByTopic();
    }
}
