package cn.twonets.resource.service;

import cn.twonets.delivery.spring.PeriodicWork;
import cn.twonets.grid.GridDirectory;
import cn.twonets.resource.catalogue.CapacityWatch;
import cn.twonets.resource.referrals.DueSweep;
import cn.twonets.resource.referrals.HoldSweep;
import com.mongodb.client.MongoDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sweeps of the aid side, each at its pace. Nothing is done while this machine's clock and the store's differ by more
 * than 30 s.
 */
final class Sweeps {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeps.class);
    private static final Duration MOST_DIFFERENCE = Duration.ofSeconds(30);

    private final DueSweep due;
    private final HoldSweep holds;
    private final CapacityWatch capacity;
    private final GridDirectory grid;
    private final MongoDatabase database;
    private final Clock real;
    private final ResourceProperties.Sweeps pace;

    /** @param real this machine's real time, without any virtual offset: stores know nothing of that */
    Sweeps(
            DueSweep due,
            HoldSweep holds,
            CapacityWatch capacity,
            GridDirectory grid,
            MongoDatabase database,
            Clock real,
            ResourceProperties.Sweeps pace) {
        this.due = due;
        this.holds = holds;
        this.capacity = capacity;
        this.grid = grid;
        this.database = database;
        this.real = real;
        this.pace = pace;
    }

    PeriodicWork work() {
        return new PeriodicWork(
                "sweep",
                task("The due sweep", pace.dueEvery(), due::run),
                task("The hold sweep", pace.holdsEvery(), holds::run),
                task("The capacity sweep", pace.capacityEvery(), capacity::run));
    }

    private PeriodicWork.Task task(String name, Duration pause, Runnable sweep) {
        return new PeriodicWork.Task(name, pause, () -> {
            if (grid.isReady() && clocksAgree()) {
                sweep.run();
            }
        });
    }

    private boolean clocksAgree() {
        Instant theirs = database.runCommand(new Document("hello", 1)).getDate("localTime").toInstant();
        Duration difference = Duration.between(theirs, real.instant()).abs();
        if (difference.compareTo(MOST_DIFFERENCE) > 0) {
            LOG.error("Not sweeping: this clock and the store's differ by {}", difference);
            return false;
        }
        return true;
    }
}
