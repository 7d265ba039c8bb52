package cn.twonets.standalone.story;

import cn.twonets.events.PostId;
import cn.twonets.standalone.clock.SampleDataOnly;
import cn.twonets.standalone.clock.VirtualTime;
import cn.twonets.standalone.http.Api;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.samples.SampleHouseholds;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Replays one need's way through the county. */
@Command(name = "story", customSynopsis = {
        "  twonets story",
        "  twonets story --json > story.jsonl"}, description = {
                "Joins a running product and replays the story of the dangerous house as the people in it.",
                "Each act is shown beside the events that it caused, read from the topics.",
                "Moves the virtual clock forward by some working days."})
public final class StoryCommand implements Callable<Integer> {
    @Mixin
    private Place place = new Place();

    @Mixin
    private SampleDataOnly samplesOnly = new SampleDataOnly();

    @Option(names = "--json", description = "one line of JSON for each act and event")
    private boolean json;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Clock clock = Clock.systemUTC();
        Api api = Api.join(place);
        samplesOnly.require(place, api);
        Teller teller = json ? new Teller.ForPrograms(out) : new Teller.ForPeople(out);
        try (EventTail events = EventTail.open(place.brokerClient(), clock)) {
            var household = SampleHouseholds.dangerousHouse();
            Story story = new Story(api, new VirtualTime(place.folder(), clock), events, teller,
                    new PostId(household.as()), clock);
            try {
                story.play(household);
                return Exit.DONE.code();
            } catch (StoryFailed | IOException e) {
                String why = e instanceof IOException ? "the product does not answer (" + e + ")" : e.getMessage();
                teller.failure(story.step(), why);
                spec.commandLine().getErr().println("Step " + story.step() + " failed: " + why);
                return Exit.FAILED.code();
            }
        }
    }
}
