package cn.twonets.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Records seen before the answer that names their need; bounded, since others' needs are seen as well. */
final class Early {
    private static final int MOST = 50_000;

    private final Map<String, List<Seen>> byNeed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Seen>> eldest) {
            return size() > MOST;
        }
    };

    synchronized void keep(Seen seen) {
        byNeed.computeIfAbsent(seen.need(), unseen -> new ArrayList<>(2)).add(seen);
    }

    /** Takes them out, oldest first. */
    synchronized List<Seen> take(String need) {
        List<Seen> taken = byNeed.remove(need);
        return taken == null ? List.of() : taken;
    }
}
