package cn.twonets.simulation;

import cn.twonets.dispatch.casework.CaseTable;
import cn.twonets.dispatch.casework.CaseVerb;
import cn.twonets.dispatch.casework.Followed;
import cn.twonets.events.CaseStatus;
import cn.twonets.simulation.ports.Line;
import cn.twonets.simulation.story.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What simulations have reached; counted by one thread, added up afterwards. */
public final class Coverage {
    private final Map<String, Long> counts = new TreeMap<>();

    public void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    void followed(Followed what) {
        count("followed " + what);
    }

    void acted(CaseVerb verb, String result) {
        count("act " + verb + " " + result);
    }

    public void moved(CaseStatus from, CaseVerb verb) {
        count(cell(from, verb));
    }

    void fault(Instance.Service service, Fault.What what, Line.At at) {
        count("fault " + what);
        count("window " + what + " at " + at + " of " + service);
    }

    /** Adds what another has counted. */
    public void add(Coverage other) {
        other.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
    }

    /** How often; 0 if never. */
    public long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    /** Everything that begins so, with its count. */
    public Map<String, Long> beginningWith(String prefix) {
        Map<String, Long> found = new TreeMap<>(counts);
        found.keySet().removeIf(what -> !what.startsWith(prefix));
        return found;
    }

    /** The cells of the published table that no case ever took. */
    public List<String> cellsNeverReached() {
        List<String> missing = new ArrayList<>();
        for (CaseTable.Move move : CaseTable.moves()) {
            String cell = cell(move.from(), move.verb());
            if (!counts.containsKey(cell)) {
                missing.add(cell);
            }
        }
        return missing;
    }

    private static String cell(CaseStatus from, CaseVerb verb) {
        return "cell " + from + " × " + verb;
    }
}
