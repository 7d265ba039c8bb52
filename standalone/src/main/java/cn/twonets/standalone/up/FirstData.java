package cn.twonets.standalone.up;

import cn.twonets.dispatch.grid.StarterGrid;
import cn.twonets.events.PostId;
import cn.twonets.standalone.http.Answer;
import cn.twonets.standalone.http.Api;
import cn.twonets.standalone.http.Form;
import cn.twonets.standalone.issuer.LocalTokens;
import cn.twonets.standalone.issuer.SigningKey;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Ports;
import cn.twonets.standalone.place.Refused;
import cn.twonets.standalone.samples.SampleHousehold;
import cn.twonets.standalone.samples.SampleHouseholds;
import cn.twonets.transport.Transport;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a new data folder begins with, entered over HTTP like everything else; entering it again changes nothing. */
final class FirstData {
    /** Imports the first grid, in which it is appointed. */
    static final PostId OFFICE = new PostId("assistance-office:411082");
    private static final String IMPORTS = "/api/v1/grid-imports";
    private static final String SAMPLE_NEED = "sample-need-1";
    /** A product that comes up with a backlog has more to do at first than to answer this. */
    private static final Duration BUSY_FOR = Duration.ofMinutes(2);

    private final DataFolder folder;
    private final Ports ports;
    private final Transport transport;

    FirstData(DataFolder folder, Ports ports, Transport transport) {
        this.folder = folder;
        this.ports = ports;
        this.transport = transport;
    }

    /** Changge's grid, where none was ever imported: a grid of one's own is never touched. */
    void importGrid() {
        Api dispatch = api(ports.dispatchUri());
        try {
            Answer first = dispatch.get(OFFICE, IMPORTS + "/1");
            if (first.status() == 404) {
                StarterGrid.Files files = StarterGrid.files();
                Form form = Form.ofCsv(Map.of(
                        "units", files.units().getBytes(StandardCharsets.UTF_8),
                        "appointments", files.appointments().getBytes(StandardCharsets.UTF_8)));
                require(
                        dispatch.post(OFFICE, IMPORTS + "?mode=apply", form.body(), form.contentType(), "starter-grid"),
                        "the import");
            } else if (first.status() != 403) {
                // an office whose appointment has ended is not told, and there is a grid then
                require(first, "looking for a grid");
            }
        } catch (IOException e) {
            throw new Refused(Exit.CANNOT_START, "Changge's grid could not be imported: " + e.getMessage() + ".");
        }
    }

    /** The sample households, and one need so that no inbox is empty; returns the households' ids. */
    List<String> enterSamples() {
        Api intake = api(ports.intakeUri());
        List<String> households = new ArrayList<>();
        try {
            for (SampleHousehold sample : SampleHouseholds.all()) {
                households.add(sample.register(intake));
            }
            SampleHousehold last = SampleHouseholds.all().getLast();
            Map<String, Object> need = Map.of(
                    "household", households.getLast(),
                    "category", "education",
                    "basis", Map.of("kind", "DUTY"),
                    "description", "样例数据：在读子女学费困难。");
            require(intake.post(new PostId(last.as()), "/api/v1/needs", need, SAMPLE_NEED), "the sample need");
        } catch (IOException e) {
            throw new Refused(Exit.CANNOT_START, "The sample data could not be entered: " + e.getMessage() + ".");
        }
        return households;
    }

    private Api api(URI service) {
        return new Api(service, new LocalTokens(SigningKey.of(folder), ports.issuerUri(), Clock.systemUTC()),
                transport)
                .patient(BUSY_FOR);
    }

    private static Answer require(Answer answer, String what) throws IOException {
        if (!answer.isSuccess()) {
            throw new IOException(what + ": " + answer.problem());
        }
        return answer;
    }
}
