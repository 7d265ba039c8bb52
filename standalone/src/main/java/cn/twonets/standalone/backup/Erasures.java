package cn.twonets.standalone.backup;

import cn.twonets.audit.ChainId;
import cn.twonets.audit.Reference;
import cn.twonets.audit.file.ActSearch;
import cn.twonets.audit.file.ChainFile;
import cn.twonets.audit.file.Finding;
import cn.twonets.audit.file.Verifier;
import cn.twonets.delivery.mongo.StoreSettings;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import cn.twonets.intake.privacy.Erasure;
import cn.twonets.intake.privacy.KeptKey;
import cn.twonets.intake.privacy.mongo.StoredKeys;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Refused;
import cn.twonets.transport.Transport;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The erasures that an audit knows of, to be repeated in a store from before them: the keys of those households are
 * destroyed there too, before any service reads them. Only what was answered as done counts, and nothing from an entry on
 * that was edited.
 *
 * @param done households that were erased
 * @param doubtful households that somebody wanted to be erased, and nobody knows whether they were
 */
record Erasures(List<KeptKey.Destroyed> done, List<String> doubtful) {
    private static final String ACT = "POST /api/v1/households/{id}/erasure";
    private static final String REASON = "erased-before-restore";

    /** What the chains of a folder tell; nothing if there is no such folder. */
    static Erasures in(Path audit) {
        List<KeptKey.Destroyed> done = new ArrayList<>();
        List<String> doubtful = new ArrayList<>();
        if (Files.isDirectory(audit)) {
            try {
                Map<ChainId, Long> edited = edited(audit);
                for (ActSearch.Act act : ActSearch.of(ACT, List.of(audit))) {
                    if (isTrusted(act.begun(), edited) && isTrusted(act.outcome(), edited)) {
                        done.add(new KeptKey.Destroyed(new HouseholdId(act.of().getFirst()),
                                new Erasure(act.at(), new PostId(act.who()), REASON)));
                    } else {
                        doubtful.addAll(act.of());
                    }
                }
            } catch (IOException e) {
                throw Backup.unreadable(audit, e);
            }
        }
        doubtful.removeAll(done.stream().map(one -> one.household().value()).toList());
        return new Erasures(List.copyOf(done), doubtful.stream().distinct().toList());
    }

    private static boolean isTrusted(@Nullable Reference entry, Map<ChainId, Long> edited) {
        return entry != null && entry.number() < edited.getOrDefault(entry.chain(), Long.MAX_VALUE);
    }

    private static Map<ChainId, Long> edited(Path audit) throws IOException {
        Map<ChainId, Long> edited = new HashMap<>();
        Verifier.verify(List.of(audit), null).findings().stream()
                .filter(one -> one.kind() == Finding.Kind.EDITED || one.kind() == Finding.Kind.REMOVED)
                .forEach(one -> edited.merge(one.chain(), one.from(), Math::min));
        return edited;
    }

    /**
     * Repeats them in the database that has the households' keys.
     *
     * @return so many households that were there again
     */
    int repeatIn(String uri, Transport transport, List<String> databases) {
        int there = 0;
        try (MongoClient client = StoreSettings.open(uri, "restore", transport, List.of(), List.of())) {
            for (String name : databases) {
                MongoDatabase database = client.getDatabase(name);
                if (!done.isEmpty() && hasKeys(database)) {
                    there += repeatIn(new StoredKeys(database));
                }
            }
        }
        return there;
    }

    private static boolean hasKeys(MongoDatabase database) {
        return database.listCollectionNames().into(new ArrayList<>()).contains(StoredKeys.COLLECTION);
    }

    private int repeatIn(StoredKeys keys) {
        int there = 0;
        for (KeptKey.Destroyed one : done) {
            boolean isThere = keys.find(List.of(one.household())).get(one.household()) instanceof KeptKey.Wrapped;
            keys.destroy(one);
            there += isThere ? 1 : 0;
        }
        if (there > 0) {
            keys.rewriteFiles();
        }
        return there;
    }

    /**
     * Puts chains from elsewhere beside those of a backup; of the same chain the longer copy counts.
     *
     * @throws Refused if two copies of a chain tell different things
     */
    static void bring(Path from, Path audit) {
        try {
            Files.createDirectories(audit);
            for (ChainFile chain : ChainFile.in(from)) {
                Path here = audit.resolve(chain.path().getFileName());
                if (!Files.exists(here)) {
                    Files.copy(chain.path(), here);
                } else if (!isBeginningOfOther(here, chain.path())) {
                    throw new Refused(Exit.NOT_ALLOWED, "The chain " + chain.id() + " in " + from
                            + " is not that of the backup: one of both was changed. See twonets audit verify.");
                } else if (Files.size(here) < Files.size(chain.path())) {
                    Files.copy(chain.path(), here, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw Backup.unreadable(from, e);
        }
    }

    private static boolean isBeginningOfOther(Path one, Path other) throws IOException {
        long differs = Files.mismatch(one, other);
        return differs < 0 || differs >= Math.min(Files.size(one), Files.size(other));
    }
}
