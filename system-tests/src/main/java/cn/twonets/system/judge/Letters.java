package cn.twonets.system.judge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** I11: the dead letters are exactly the poisoned records, each once or more for every consumer of its topic. */
final class Letters {
    private final Topics topics;
    private final Verdict verdict;

    Letters(Topics topics, Verdict verdict) {
        this.topics = topics;
        this.verdict = verdict;
    }

    /** @param planted what was poisoned */
    void judge(List<Poison> planted) {
        Map<String, Integer> found = new HashMap<>();
        Set<String> names = topics.names();
        List<String> letters = names.stream().filter(name -> name.endsWith(".dlt")).toList();
        if (!letters.isEmpty()) {
            topics.read(letters, record -> found.merge(
                    record.topic() + " " + Topics.header(record, "dlt_topic") + "-"
                            + Topics.header(record, "dlt_partition") + "@" + Topics.header(record, "dlt_offset"),
                    1, Integer::sum));
        }
        for (Poison poison : planted) {
            for (Topics.Reader reader : Topics.Reader.ALL) {
                if (reader.topic().equals(poison.topic())) {
                    String place = reader.deadLetters() + " " + poison.place();
                    // a letter kept again after a kill is the same letter
                    verdict.require(found.remove(place) != null, Invariant.I11, poison.place(),
                            poison.kind() + " was planted and is not in " + reader.deadLetters());
                }
            }
        }
        found.forEach((place, times) -> verdict.add(Invariant.I11, place, "is a dead letter that nobody planted"));
    }
}
