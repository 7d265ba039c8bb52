package cn.twonets.standalone.backup;

import cn.twonets.audit.ChainId;
import cn.twonets.audit.Reference;
import cn.twonets.audit.file.ActSearch;
import cn.twonets.audit.file.Finding;
import cn.twonets.audit.file.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an audit says was done, to be looked at by a restore; nobody's word is taken from an entry on that was edited. */
final class AuditedActs {
    private final Path audit;
    /** The first entry of a chain that is not what was written. */
    private final Map<ChainId, Long> edited = new HashMap<>();

    private AuditedActs(Path audit) {
        this.audit = audit;
    }

    /** The chains of a folder; an audit of nothing if there is no such folder. */
    static AuditedActs in(Path audit) {
        AuditedActs acts = new AuditedActs(audit);
        if (Files.isDirectory(audit)) {
            try {
                Verifier.verify(List.of(audit), null).findings().stream()
                        .filter(one -> one.kind() == Finding.Kind.EDITED || one.kind() == Finding.Kind.REMOVED)
                        .forEach(one -> acts.edited.merge(one.chain(), one.from(), Math::min));
            } catch (IOException e) {
                throw Backup.unreadable(audit, e);
            }
        }
        return acts;
    }

    /**
     * Every act of that kind that was not refused.
     *
     * @param act method and route
     */
    List<ActSearch.Act> of(String act) {
        if (!Files.isDirectory(audit)) {
            return List.of();
        }
        try {
            return ActSearch.of(act, List.of(audit));
        } catch (IOException e) {
            throw Backup.unreadable(audit, e);
        }
    }

    /** Whether it is known to have been done. */
    boolean isDone(ActSearch.Act act) {
        return isTrusted(act.begun()) && isTrusted(act.outcome());
    }

    private boolean isTrusted(@Nullable Reference entry) {
        return entry != null && entry.number() < edited.getOrDefault(entry.chain(), Long.MAX_VALUE);
    }
}
