package cn.twonets.audit.file;

import cn.twonets.audit.Anchor;
import cn.twonets.audit.ChainId;
import cn.twonets.audit.Claim;
import cn.twonets.audit.Line;
import cn.twonets.audit.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether entries are still what was written: each follows from the one before it, every chain that somebody else
 * speaks of is there, and each has what was claimed of it. Services may go on writing meanwhile, if the anchors were read
 * before.
 *
 * <p>
 * What only the chain itself speaks of, which is what came after its last anchor, can be replaced by whoever can write
 * there and works out the hashes anew; {@link Report.Chain#attested} says how far that is excluded.
 */
public final class Verifier {
    private final List<Path> folders;
    private final Claims claims = new Claims();
    private final @Nullable List<Anchor> anchors;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Report.Chain> chains = new ArrayList<>();
    private final Set<Reference> unfinished = new HashSet<>();
    private final Set<Claim> held = new HashSet<>();

    private Verifier(List<Path> folders, @Nullable List<Anchor> anchors) {
        this.folders = folders;
        this.anchors = anchors;
    }

    /**
     * Looks through all chains.
     *
     * @param folders where they are, archives included: a chain that somebody speaks of and that is nowhere counts as
     *        removed
     * @param anchors all that was ever anchored; null to look without them, which proves less
     * @throws IOException if a file cannot be read
     */
    public static Report verify(List<Path> folders, @Nullable List<Anchor> anchors) throws IOException {
        return new Verifier(folders, anchors).verify();
    }

    private Report verify() throws IOException {
        if (anchors != null) {
            anchors.forEach(claims::anchor);
        }
        List<ChainFile> files = new ArrayList<>();
        for (Path folder : folders) {
            files.addAll(ChainFile.in(folder));
        }
        for (ChainFile file : files) {
            Optional<Line> first = file.first();
            first.ifPresent(line -> claims.opening(file.id(), Openings.claims(line)));
        }
        Map<ChainId, ChainFile> there = new TreeMap<>();
        for (ChainFile file : files) {
            if (there.putIfAbsent(file.id(), file) == null) {
                chain(file);
            }
        }
        if (anchors != null) {
            unattested();
        }
        for (ChainId named : claims.chains()) {
            if (!there.containsKey(named)) {
                long entries = claims.about(named).lastKey();
                findings.add(new Finding(Finding.Kind.REMOVED, named, 1, entries,
                        "the whole chain is missing; " + who(named, entries) + " knows it with " + entries
                                + " entries"));
            }
        }
        findings.sort((one, other) -> one.chain().compareTo(other.chain()));
        return new Report(findings, chains, unfinished.stream()
                .sorted(Comparator.comparing(Reference::chain).thenComparing(Reference::number))
                .toList());
    }

    private void chain(ChainFile file) throws IOException {
        ChainWalk walk = new ChainWalk(file.id(), claims.about(file.id()), unfinished);
        long torn = file.read(walk);
        walk.end();
        held.addAll(walk.held());
        chains.add(new Report.Chain(file.id(), walk.entries(), walk.attested(), walk.isClosed(), torn));
        walk.finding().ifPresent(findings::add);
    }

    private void unattested() {
        Set<ChainId> known = claims.attested(held);
        findings.forEach(finding -> known.add(finding.chain()));
        for (Report.Chain chain : chains) {
            if (chain.entries() > 0 && !known.contains(chain.id())) {
                findings.add(new Finding(Finding.Kind.UNATTESTED, chain.id(), 1, chain.entries(),
                        "neither the topic knows this chain nor a chain that the topic knows; one that has just begun is "
                                + "there within seconds"));
            }
        }
    }

    private String who(ChainId chain, long entries) {
        return String.join(" and ", claims.about(chain).get(entries).values());
    }
}
