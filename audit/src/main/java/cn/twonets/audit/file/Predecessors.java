package cn.twonets.audit.file;

import cn.twonets.audit.Claim;
import cn.twonets.audit.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the chains of a service hang together: each says in its first entry how it found those before it, unless another
 * one said the very same already. So the end of a chain whose process was killed is bound by the next chain, and several
 * instances bind each other.
 */
final class Predecessors {
    private static final Logger LOG = LoggerFactory.getLogger(Predecessors.class);

    private Predecessors() {
    }

    /** What a chain of that service that begins now has to say about the others in the folder. */
    static List<Claim> found(Path folder, String service) throws IOException {
        List<ChainFile> chains = ChainFile.in(folder)
                .stream()
                .filter(chain -> Trail.isOfCommands(chain.id())
                        ? isReadable(chain)
                        : chain.id().service().equals(service))
                .toList();
        Set<Claim> said = new HashSet<>();
        for (ChainFile chain : chains) {
            Optional<Line> first = chain.first();
            if (first.isPresent()) {
                said.addAll(Openings.claims(first.get()));
            }
        }
        List<Claim> found = new ArrayList<>();
        for (ChainFile chain : chains) {
            Optional<Claim> end = chain.end();
            if (end.isEmpty()) {
                LOG.warn("The audit chain {} has no end that could be read; verify it", chain.id());
            } else if (!said.contains(end.get())) {
                found.add(end.get());
            }
        }
        return found;
    }

    /** How the chains of auditors and operators stand: commands that end at once have nobody to anchor them. */
    static List<Claim> ofCommands(Path folder, Instant since) throws IOException {
        List<Claim> found = new ArrayList<>();
        for (ChainFile chain : ChainFile.in(folder)) {
            if (Trail.isOfCommands(chain.id()) && isReadable(chain) && chain.id().isSince(since)) {
                chain.end().ifPresent(found::add);
            }
        }
        return found;
    }

    /** Somebody else's file may be closed to a service, which must not keep it from writing its own. */
    private static boolean isReadable(ChainFile chain) {
        return Files.isReadable(chain.path());
    }
}
