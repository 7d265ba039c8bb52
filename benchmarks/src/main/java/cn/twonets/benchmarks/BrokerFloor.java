package cn.twonets.benchmarks;

import cn.twonets.broker.InProcessBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** A bare chain of three topics through the in-process Kafka broker: its throughput, and its latency when idle. */
final class BrokerFloor {
    /** Records a second while latency is measured: low, so that no record waits for another. */
    static final int IDLE_RATE = 50;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Duration time;

    BrokerFloor(Duration time) {
        this.time = time;
    }

    /** @throws IllegalStateException when a record is not through the chain in time */
    List<Figure> measure(Path folder) throws Exception {
        int[] ports = freePorts();
        try (InProcessBroker broker = InProcessBroker.start(folder, ports[0], ports[1]);
                Chain chain = Chain.open(broker.bootstrapServers())) {
            chain.push(Warmup.of(time));
            long start = System.nanoTime();
            long before = chain.arrived();
            chain.push(time);
            long records = chain.arrived() - before;
            double seconds = (System.nanoTime() - start) / 1e9;
            Histogram latency = idleLatency(chain);
            return List.of(
                    new Figure("broker.chain.rate", "broker: records through three topics", records, records / seconds,
                            Figure.PER_SECOND),
                    percentile(latency, 50), percentile(latency, 99));
        }
    }

    /** Sends at a fixed rate whatever comes back; a late send counts as latency, since time runs from the intended start. */
    private Histogram idleLatency(Chain chain) throws InterruptedException {
        chain.startTiming();
        long gap = Duration.ofSeconds(1).toNanos() / IDLE_RATE;
        long records = Math.max(1, time.toNanos() / gap);
        long start = System.nanoTime();
        for (long i = 0; i < records; i++) {
            long intended = start + i * gap;
            for (long wait = intended - System.nanoTime(); wait > 0; wait = intended - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            chain.send(intended);
        }
        return chain.stopTiming();
    }

    private static Figure percentile(Histogram latency, int percent) {
        return new Figure("broker.chain.p" + percent, "broker: idle latency of the chain, p" + percent,
                latency.getTotalCount(), latency.getValueAtPercentile(percent) / NANOS_PER_MILLI, Figure.MILLISECONDS);
    }

    private static int[] freePorts() throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket one = new ServerSocket(0, 1, loopback);
                ServerSocket other = new ServerSocket(0, 1, loopback)) {
            return new int[]{one.getLocalPort(), other.getLocalPort()};
        }
    }
}
