package cn.twonets.benchmarks.peer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run showed; the form in which programs read it.
 *
 * @param engine with version
 * @param database with version
 * @param durability what an answered commit survives, and by which settings
 * @param history how much of it is kept
 * @param maxHeapMiB of the process in which the engine runs
 * @param lives all that were begun, those before the measured ones included
 * @param closed how many of them ended with a resource
 * @param unmet how many of them found nothing left
 * @param bytesPerLife what the files or tables grew by for each life
 * @param logBytesPerLife what went through the log of the database for each life; 0 where it has none
 * @param flatOut as many as it could
 * @param paced at a rate, open loop
 * @param findings what is wrong; empty if nothing is
 */
record PeerFigures(String engine, String database, String durability, String history, long maxHeapMiB, long lives,
        long closed, long unmet, long bytesPerLife, long logBytesPerLife, Step flatOut, Step paced,
        List<String> findings) {
    /**
     * One measured step.
     *
     * @param lives how many were begun
     * @param offeredPerSecond at which rate they were begun; 0 where the next waited for one to end
     * @param completedPerSecond from the first begun to the last ended
     * @param cpuSecondsPer1000 of the engine's process, the people in it included
     * @param databaseCpuSecondsPer1000 of the database's own processes: 0 where it runs inside the engine's, null if
     *            they cannot be seen
     * @param lateStarts lives that began more than 50 ms late by fault of the load itself
     * @param acceptMillis from the intended instant until the need was stored
     * @param actToVisibleMillis from the leader's act until the next person was shown the offer
     * @param lifeMillis from the intended instant until the life had ended
     */
    record Step(long lives, double offeredPerSecond, double completedPerSecond, double cpuSecondsPer1000,
            @Nullable Double databaseCpuSecondsPer1000, long lateStarts, Latencies.Points acceptMillis,
            Latencies.Points actToVisibleMillis, Latencies.Points lifeMillis) {}
}
