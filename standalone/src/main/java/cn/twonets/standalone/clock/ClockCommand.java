package cn.twonets.standalone.clock;

import cn.twonets.standalone.audit.OperatorActs;
import cn.twonets.standalone.http.Api;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.place.Refused;
import cn.twonets.standalone.words.Durations;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows or moves the virtual clock. */
@Command(name = "clock", customSynopsis = {
        "  twonets clock                 what the product takes for the present",
        "  twonets clock advance 3d      three days later"}, description = "Shows the virtual clock of a local product, or moves it forward.", subcommands = ClockCommand.Advance.class)
public final class ClockCommand implements Callable<Integer> {
    @Mixin
    private Place place = new Place();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        VirtualTime time = timeOf(place);
        spec.commandLine().getOut().println(time.now());
        spec.commandLine().getErr().println("ahead of real time by " + Durations.words(time.offset()));
        return Exit.DONE.code();
    }

    private static VirtualTime timeOf(Place place) {
        if (!place.folder().exists()) {
            throw new Refused(Exit.NOT_RUNNING, "There is no data folder " + place.folder().root()
                    + "; start the product first: ./twonets up" + place.words());
        }
        return new VirtualTime(place.folder(), Clock.systemUTC());
    }

    /** Moves it forward. */
    @Command(name = "advance", customSynopsis = {
            "  twonets clock advance 3d",
            "  twonets clock advance PT90M --json"}, description = {
                    "Moves the virtual clock forward; it never goes back.",
                    "Deadlines pass and needs escalate as if that time had gone by. Tokens keep real time.",
                    "Refused in a folder that holds data of your own."})
    static final class Advance implements Callable<Integer> {
        @Mixin
        private Place place = new Place();

        @Mixin
        private OperatorActs acts = new OperatorActs();

        @Mixin
        private SampleDataOnly samplesOnly = new SampleDataOnly();

        @Parameters(paramLabel = "DURATION", description = "such as 90m, 8h, 3d or PT8H")
        private String by = "";

        @Option(names = "--json", description = "answer as one line of JSON")
        private boolean json;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            VirtualTime time = timeOf(place);
            Duration step = Durations.parse("DURATION", by);
            acts.doing(place, "twonets clock advance", List.of(step.toString()), () -> {
                samplesOnly.require(place, Api.join(place));
                Duration offset = time.advance(step);
                tell(time, offset);
                return List.of(offset.toString());
            });
            return Exit.DONE.code();
        }

        private void tell(VirtualTime time, Duration offset) {
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.printf("{\"now\":\"%s\",\"offset\":\"%s\"}%n", time.now(), offset);
            } else {
                out.println(time.now());
                spec.commandLine().getErr().println("ahead of real time by " + Durations.words(offset));
            }
        }
    }
}
