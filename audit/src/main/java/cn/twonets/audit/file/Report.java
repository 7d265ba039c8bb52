package cn.twonets.audit.file;

import cn.twonets.audit.ChainId;
import cn.twonets.audit.Reference;
import java.util.List;

/**
 * What a verification found.
 *
 * @param findings what was done to chains, the first entry of each chain, by service and time
 * @param chains each chain that is there
 * @param unfinished acts that were begun and have no outcome, in all chains, the oldest of each first
 */
public record Report(List<Finding> findings, List<Chain> chains, List<Reference> unfinished) {
    public Report {
        findings = List.copyOf(findings);
        chains = List.copyOf(chains);
        unfinished = List.copyOf(unfinished);
    }

    /**
     * One chain.
     *
     * @param id which chain
     * @param entries so many whole entries
     * @param attested up to this entry it is what somebody outside this chain said
     * @param closed whether it was ended in good order
     * @param torn bytes of an entry behind the last whole one: being written, or broken off by a kill
     */
    public record Chain(ChainId id, long entries, long attested, boolean closed, long torn) {}

    /** Whether nothing was done to any chain. */
    public boolean isWhole() {
        return findings.isEmpty();
    }

    /** All entries. */
    public long entries() {
        return chains.stream().mapToLong(Chain::entries).sum();
    }

    /** Entries that so far only their own chain speaks of. */
    public long unattested() {
        return chains.stream().mapToLong(chain -> chain.entries() - chain.attested()).sum();
    }
}
