package cn.twonets.standalone.audit;

import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.place.Refused;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Where the entries are, and how answers are shown: the options that the audit's commands share. */
final class Archive {
    private final JsonMapper mapper = new JsonMapper();

    @Mixin
    private Place place = new Place();

    @Option(names = "--folder", paramLabel = "DIR", description = "folder with chains, several if repeated (default: that of the data folder)")
    private List<Path> folders = List.of();

    @Option(names = "--json", description = "one line of JSON for each thing told")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    Place place() {
        return place;
    }

    boolean json() {
        return json;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Prints one line of JSON. */
    void print(JsonNode line) {
        out().println(mapper.writeValueAsString(line));
    }

    JsonMapper mapper() {
        return mapper;
    }

    /** @throws Refused if one is not there */
    List<Path> folders() {
        List<Path> named = folders.isEmpty() ? List.of(place.folder().root().resolve("audit")) : folders;
        for (Path folder : named) {
            if (!Files.isDirectory(folder)) {
                throw new Refused(Exit.USAGE, "There is no folder " + folder
                        + "; name the one with the chains by --folder, or the data folder by --data.");
            }
        }
        return named;
    }
}
