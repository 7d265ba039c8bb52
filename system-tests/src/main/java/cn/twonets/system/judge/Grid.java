package cn.twonets.system.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * Who is responsible, found the simple way: from the imported units and appointments as they lie in the store, climbing
 * until somebody holds a post. Knows nothing of how the product finds it.
 */
final class Grid {
    private static final List<String> LEVELS = List.of("CITY", "TOWN", "AREA", "VILLAGE", "GROUP");
    private static final List<String> CAPACITIES = List.of("LEADER", "DEPUTY", "ACTING", "MEMBER");

    private final Map<String, Unit> units = new HashMap<>();
    private final Map<String, List<Post>> posts = new HashMap<>();

    private record Unit(String code, String level, String parent) {}

    private record Post(String id, String post, String capacity, long from, long to, List<long[]> absences) {
        boolean isHeldAt(long at) {
            return at >= from && at < to && absences.stream().noneMatch(one -> at >= one[0] && at < one[1]);
        }
    }

    /**
     * Who must act.
     *
     * @param unit the unit
     * @param post its holder
     */
    record Holder(String unit, String post) {}

    /** Reads the grid that is in use. */
    static Grid in(Stores stores) {
        Grid grid = new Grid();
        int[] version = new int[1];
        stores.walk("dispatch", "grid_tree",
                document -> version[0] = Stores.number(document.getDocument("state"), "version"));
        stores.walk("dispatch", "grid_units", document -> grid.addUnit(document.getDocument("state"), version[0]));
        stores.walk("dispatch", "grid_appointments", document -> grid.addPost(document.getDocument("state")));
        return grid;
    }

    private void addUnit(BsonDocument state, int version) {
        if (Stores.number(state, "version") == version && !state.containsKey("validTo")) {
            String code = Stores.text(state, "code");
            units.put(code, new Unit(code, Stores.text(state, "level"), Stores.text(state, "parent")));
        }
    }

    private void addPost(BsonDocument state) {
        List<long[]> absences = new ArrayList<>();
        state.getArray("absences").forEach(one -> absences.add(new long[]{
                Stores.millis(one.asDocument(), "from"), Stores.millis(one.asDocument(), "to")}));
        long to = state.containsKey("validTo") ? Stores.millis(state, "validTo") : Long.MAX_VALUE;
        posts.computeIfAbsent(Stores.text(state, "unit"), unit -> new ArrayList<>())
                .add(new Post(Stores.text(state, "id"), Stores.text(state, "post"), Stores.text(state, "capacity"),
                        Stores.millis(state, "validFrom"), to, absences));
    }

    /** Who is responsible for something in a unit that a level must handle; empty where the unit is not known. */
    Optional<Holder> responsible(String from, String level, long at) {
        Unit unit = units.get(from);
        while (unit != null) {
            Holder holder = LEVELS.indexOf(unit.level()) <= LEVELS.indexOf(level) ? holder(unit, at) : null;
            if (holder != null) {
                return Optional.of(holder);
            }
            if (unit.parent().isEmpty()) {
                return Optional.of(new Holder(unit.code(), "city-desk:" + unit.code()));
            }
            unit = units.get(unit.parent());
        }
        return Optional.empty();
    }

    /** Whether there is nobody above a unit. */
    boolean isTop(String code) {
        Unit unit = units.get(code);
        return unit != null && unit.parent().isEmpty();
    }

    /** Who is responsible one level above a unit; at the top it stays there. */
    Optional<Holder> above(String code, long at) {
        Unit unit = units.get(code);
        return unit == null
                ? Optional.empty()
                : responsible(unit.parent().isEmpty() ? code : unit.parent(), "GROUP", at);
    }

    private @Nullable Holder holder(Unit unit, long at) {
        return posts.getOrDefault(unit.code(), List.of())
                .stream()
                .filter(post -> post.isHeldAt(at))
                .filter(post -> !post.capacity().equals("MEMBER") || unit.level().equals("GROUP"))
                .min(Comparator.comparingInt((Post post) -> CAPACITIES.indexOf(post.capacity()))
                        .thenComparingLong(Post::from)
                        .thenComparing(Post::id))
                .map(post -> new Holder(unit.code(), post.post()))
                .orElse(null);
    }
}
