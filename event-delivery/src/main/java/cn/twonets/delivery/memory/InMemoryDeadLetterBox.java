package cn.twonets.delivery.memory;

import cn.twonets.delivery.deadletters.DeadLetter;
import cn.twonets.delivery.deadletters.DeadLetterBox;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Entries of dead letters in memory, for tests. */
public final class InMemoryDeadLetterBox implements DeadLetterBox {
    private static final Comparator<DeadLetter> NEWEST_FIRST = Comparator.comparing(DeadLetter::firstSeen)
            .thenComparing(DeadLetter::id)
            .reversed();

    private final Map<String, DeadLetter> entries = new ConcurrentHashMap<>();

    @Override
    public Optional<DeadLetter> find(String id) {
        return Optional.ofNullable(entries.get(id));
    }

    @Override
    public boolean insert(DeadLetter entry) {
        return entries.putIfAbsent(entry.id(), entry) == null;
    }

    @Override
    public boolean replace(DeadLetter before, DeadLetter after) {
        boolean[] replaced = new boolean[1];
        entries.computeIfPresent(before.id(), (id, now) -> {
            replaced[0] = now.version() == before.version();
            return replaced[0] ? after : now;
        });
        return replaced[0];
    }

    @Override
    public List<DeadLetter> list(Wanted wanted, @Nullable Place after, int limit) {
        return entries.values()
                .stream()
                .filter(one -> wanted.state() == null || one.state() == wanted.state())
                .filter(one -> wanted.topic() == null || one.topic().equals(wanted.topic()))
                .filter(one -> wanted.cause() == null || one.cause().code().equals(wanted.cause()))
                .filter(one -> after == null || isBehind(one, after))
                .sorted(NEWEST_FIRST)
                .limit(limit)
                .toList();
    }

    private static boolean isBehind(DeadLetter one, Place after) {
        int byTime = one.firstSeen().compareTo(after.firstSeen());
        return byTime < 0 || byTime == 0 && one.id().compareTo(after.id()) < 0;
    }

    @Override
    public Map<String, Long> openByTopic() {
        return entries.values()
                .stream()
                .filter(one -> one.state() == DeadLetter.State.OPEN)
                .map(DeadLetter::topic)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }
}
