package cn.twonets.standalone.issuer;

import cn.twonets.events.PostId;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.place.Refused;
import cn.twonets.standalone.words.Durations;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a token for a post. */
@Command(name = "token", customSynopsis = {
        "  twonets token --as village-leader:411082110213",
        "  twonets token --as department:housing-bureau --ttl 8h",
        "  twonets token --as operator:411082 --new-key"}, description = "Prints a token for a post of the local product.")
public final class TokenCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofDays(31);

    @Mixin
    private Place place = new Place();

    @Option(names = "--as", required = true, paramLabel = "POST", description = "who acts: village-member:411082110213, town-leader:411082110, operator:411082 …")
    private String post = "";

    @Option(names = "--ttl", paramLabel = "DURATION", defaultValue = "1h", description = "how long it lasts, such as 15m or 8h (default: ${DEFAULT-VALUE}, at most 31d)")
    private String lasting = "1h";

    @Option(names = "--new-key", description = "sign this and all later tokens with a new key; those of the present one stay good until the next --new-key")
    private boolean newKey;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        DataFolder folder = place.folder();
        if (!SigningKey.existsIn(folder)) {
            throw new Refused(Exit.NOT_RUNNING,
                    "The folder " + folder.root() + " has no signing key; start the product first: ./twonets up"
                            + place.words());
        }
        Duration ttl = Durations.parse("--ttl", lasting);
        if (ttl.compareTo(LONGEST) > 0) {
            throw new Refused(Exit.USAGE, "--ttl " + lasting + ": a token lasts at most 31 days.");
        }
        PostId who = postId(post);
        SigningKey key = SigningKey.of(folder);
        if (newKey) {
            key.renew();
        }
        LocalTokens tokens = new LocalTokens(key, place.portsToJoin().issuerUri(), Clock.systemUTC());
        spec.commandLine().getOut().println(tokens.forPost(who, ttl));
        spec.commandLine().getOut().flush();
        return Exit.DONE.code();
    }

    private static PostId postId(String text) {
        try {
            return new PostId(text);
        } catch (IllegalArgumentException e) {
            throw new Refused(Exit.USAGE, "--as '" + text + "': " + e.getMessage() + ".");
        }
    }
}
