package cn.twonets.standalone.backup;

import cn.twonets.events.EventFamily;
import cn.twonets.standalone.audit.OperatorActs;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.place.Refused;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Lists what topics still know of what was lost when a store was restored from a backup. */
@Command(name = "lost", customSynopsis = {
        "  twonets lost            what was told before the newest restore and is not known any more",
        "  twonets lost --json     one line for each"}, description = {
                "Reads the topics of a product that runs, and compares what was told before its newest restore with what was told "
                        + "again after it. Where the topics were lost too there is nothing to list.",
                "Lists ids, units, kinds of events and times; topics know no names. A need that is lost wholly comes back under its "
                        + "own id when it is sent again under its own Idempotency-Key."})
public final class LostCommand implements Callable<Integer> {
    @Mixin
    private Place place = new Place();

    @Mixin
    private OperatorActs acts = new OperatorActs();

    @Option(names = "--json", description = "one line of JSON for each")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        acts.doing(place, "twonets lost", List.of(), () -> {
            list();
            return List.of();
        });
        return Exit.DONE.code();
    }

    private void list() {
        String servers = place.portsToJoin().bootstrapServers();
        Map<String, LostRecords> topics = new LinkedHashMap<>();
        try {
            for (EventFamily<?, ?> family : EventFamily.all()) {
                LostRecords records = new LostRecords();
                TopicPass.over(family, servers, records::learn);
                if (records.isRestored()) {
                    TopicPass.over(family, servers, records::judge);
                }
                topics.put(family.topic().topicName(), records);
            }
        } catch (KafkaException e) {
            throw new Refused(Exit.NOT_RUNNING, "The topics cannot be read from " + servers + " (" + e.getMessage()
                    + "). Start the product: ./twonets up" + place.words());
        }
        topics.forEach((topic, records) -> records.lost().forEach(one -> print(topic, one)));
        if (!json) {
            sum(topics);
        }
        out().flush();
    }

    private void print(String topic, LostRecords.Lost one) {
        String unit = one.unit() == null ? "-" : one.unit();
        if (json) {
            JsonMapper mapper = new JsonMapper();
            ObjectNode line = mapper.createObjectNode().put("topic", topic).put("id", one.aggregate()).put("unit", unit)
                    .put("wholly", one.wholly()).put("last", one.last().toString());
            one.types().forEach(line.putArray("lost")::add);
            out().println(mapper.writeValueAsString(line));
        } else {
            out().printf("%-26s %-36s %-18s %-6s %s  %s%n", topic, one.aggregate(), unit,
                    one.wholly() ? "wholly" : "partly", one.last(), String.join(", ", one.types()));
        }
    }

    private void sum(Map<String, LostRecords> topics) {
        if (topics.values().stream().noneMatch(LostRecords::isRestored)) {
            out().println("Nothing was restored, as far as the topics know.");
            return;
        }
        topics.forEach((topic, records) -> {
            long wholly = records.lost().stream().filter(LostRecords.Lost::wholly).count();
            out().printf("%-26s lost wholly: %d, partly: %d%n", topic, wholly, records.lost().size() - wholly);
        });
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
