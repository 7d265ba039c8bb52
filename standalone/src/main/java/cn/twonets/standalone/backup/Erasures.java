package cn.twonets.standalone.backup;

import cn.twonets.audit.file.ActSearch;
import cn.twonets.audit.file.ChainFile;
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
import java.util.List;

/**
 * The erasures that an audit knows of, to be repeated in a store from before them: the keys of those households are
 * destroyed there too, before any service reads them. Only what was answered as done counts.
 *
 * @param done households that were erased
 * @param doubtful households that somebody wanted to be erased, and nobody knows whether they were
 */
record Erasures(List<KeptKey.Destroyed> done, List<String> doubtful) {
    private static final String ACT = "POST /api/v1/households/{id}/erasure";
    private static final String REASON = "erased-before-restore";

    /** None are known. */
    static Erasures none() {
        return new Erasures(List.of(), List.of());
    }

    /** What an audit tells. */
    static Erasures in(AuditedActs audit) {
        List<KeptKey.Destroyed> done = new ArrayList<>();
        List<String> doubtful = new ArrayList<>();
        for (ActSearch.Act act : audit.of(ACT)) {
            if (audit.isDone(act)) {
                done.add(new KeptKey.Destroyed(new HouseholdId(act.of().getFirst()),
                        new Erasure(act.at(), new PostId(act.who()), REASON)));
            } else {
                doubtful.addAll(act.of());
            }
        }
        doubtful.removeAll(done.stream().map(one -> one.household().value()).toList());
        return new Erasures(List.copyOf(done), doubtful.stream().distinct().toList());
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
        // also for what an attempt that was cut off has destroyed
        keys.rewriteFiles();
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
