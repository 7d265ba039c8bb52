package cn.twonets.standalone.clock;

import cn.twonets.events.PostId;
import cn.twonets.standalone.http.Answer;
import cn.twonets.standalone.http.Api;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.place.Refused;
import cn.twonets.standalone.samples.SampleHouseholds;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * Guards virtual time: on real households every deadline would pass at once. The register is asked whether it holds any
 * household that the product did not make up; whoever made up more of them may say so.
 */
public final class SampleDataOnly {
    private static final PostId OFFICE = new PostId("assistance-office:411082");

    @Option(names = "--all-samples", description = "the households that were registered here are all samples, no real ones")
    private boolean allSamples;

    /** @throws Refused if the folder holds, or may hold, data of one's own */
    public void require(Place place, Api api) {
        VirtualTime.requireNoOwnData(place.folder());
        if (!allSamples && holdsOthers(api)) {
            throw new Refused(Exit.NOT_ALLOWED, "Virtual time is for sample data only, and the register of "
                    + place.folder().root() + " holds households that the product did not make up; if they are samples "
                    + "too, say --all-samples, else try it in a fresh folder with --data.");
        }
    }

    private static boolean holdsOthers(Api api) {
        try {
            Set<String> ours = new HashSet<>();
            for (var sample : SampleHouseholds.all()) {
                ours.add(sample.register(api));
            }
            Answer registered = api.get(OFFICE, "/api/v1/households?limit=200");
            if (!registered.isSuccess()) {
                throw new IOException(registered.problem());
            }
            boolean more = !registered.body().path("nextCursor").asString("").isEmpty();
            for (JsonNode household : registered.body().path("items")) {
                more |= !ours.contains(household.path("id").asString(""));
            }
            return more;
        } catch (IOException e) {
            throw new Refused(Exit.NOT_RUNNING,
                    "It cannot be known whether the register holds sample data only: " + e.getMessage() + ".");
        }
    }
}
