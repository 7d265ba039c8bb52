package cn.twonets.standalone.audit;

import cn.twonets.api.sensitive.RecordUnavailableException;
import cn.twonets.audit.Actor;
import cn.twonets.audit.Entry;
import cn.twonets.audit.Pseudonyms;
import cn.twonets.audit.Reference;
import cn.twonets.audit.Trace;
import cn.twonets.audit.file.Trail;
import cn.twonets.audit.file.TrailSettings;
import cn.twonets.audit.file.WriteObserver;
import cn.twonets.events.PostId;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.place.Refused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What an operator does by a command, beside HTTP, is written into the audit like an act over HTTP: before it is done, and
 * then what came of it. What cannot be written down is not done. Each command that does something writes a chain of its
 * own, so it may run beside the services or without them.
 */
public final class OperatorActs {
    /** The basis of such an act: whoever the operating system lets write into the audit's folder. */
    private static final List<String> BASIS = List.of("local-operator");

    @Option(names = "--as", paramLabel = "POST", description = "who does it, for the audit: a post and never a name (default: ${DEFAULT-VALUE})")
    private String actor = "operator:local";

    @Option(names = "--record-in", paramLabel = "DIR", description = "the audit's folder to write the act into (default: that of the data folder)")
    private @Nullable Path recordIn;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** An act, which tells what was made or done, as ids and codes. */
    @FunctionalInterface
    public interface Act extends Supplier<List<String>> {}

    /**
     * Does it, in the audit of the data folder unless another was named.
     *
     * @param name the command without its parameters, such as {@code twonets keys add}
     * @param of what the parameters name, as ids and codes
     * @throws Refused if that cannot be written down: then nothing was done; or if the act was refused
     */
    public void doing(Place place, String name, List<String> of, Act act) {
        Path data = place.folder().root();
        if (recordIn == null && !Files.isDirectory(data)) {
            throw new Refused(Exit.USAGE, "There is no data folder " + data
                    + ", whose audit must tell of this; name it by --data, or the audit's folder by --record-in.");
        }
        doing(data.resolve("audit"), name, of, act);
    }

    /** The same, in the audit of that folder unless another was named. */
    public void doing(Path audit, String name, List<String> of, Act act) {
        Path folder = recordIn == null ? audit : recordIn;
        Actor who = new Actor(post(actor), BASIS);
        String correlation = UUID.randomUUID().toString();
        Trace trace = new Trace(correlation, correlation.replace("-", ""));
        try (Trail trail = new Trail(Trail.OPERATOR, TrailSettings.in(folder), Clock.systemUTC(),
                WriteObserver.NOBODY)) {
            Reference begun = begun(trail, folder, new Entry.Begun(who, name, pseudonyms(of), null, trace));
            int status = 500;
            @Nullable
            String problem = "failed";
            List<String> done = List.of();
            try {
                done = act.get();
                status = 200;
                problem = null;
            } catch (Refused e) {
                status = status(e.exit());
                problem = e.exit().name().toLowerCase(Locale.ROOT).replace('_', '-');
                throw e;
            } finally {
                outcome(trail, new Entry.Done(begun, status, problem, pseudonyms(done), List.of()));
            }
        }
    }

    private static Reference begun(Trail trail, Path folder, Entry.Begun entry) {
        try {
            return trail.keep(entry);
        } catch (RecordUnavailableException e) {
            throw new Refused(Exit.FAILED, "This cannot be written into the audit in " + folder
                    + ", so it is not done; name a folder that can be written by --record-in.");
        }
    }

    /** Too late to refuse anything. */
    private void outcome(Trail trail, Entry.Done entry) {
        try {
            trail.keep(entry);
        } catch (RecordUnavailableException e) {
            spec.commandLine().getErr().println(
                    "What came of it could not be written into the audit, which tells of an act without outcome.");
        }
    }

    /** As over HTTP: from 500 on nobody knows what was done. */
    private static int status(Exit exit) {
        return switch (exit) {
            case DONE -> 200;
            case USAGE -> 400;
            case NOT_ALLOWED -> 403;
            case NOT_RUNNING -> 503;
            case FAILED, CANNOT_START -> 500;
        };
    }

    private static List<String> pseudonyms(List<String> texts) {
        return texts.stream().map(Pseudonyms::of).toList();
    }

    /** @throws Refused if that is no post, or may be somebody's number */
    static String post(String named) {
        try {
            String post = new PostId(named).value();
            if (Pseudonyms.of(post).equals(Pseudonyms.LEFT_OUT)) {
                throw new Refused(Exit.USAGE, "'" + named + "' may be somebody's number; name a post.");
            }
            return post;
        } catch (IllegalArgumentException e) {
            throw new Refused(Exit.USAGE, "'" + named + "': " + e.getMessage() + ".");
        }
    }
}
