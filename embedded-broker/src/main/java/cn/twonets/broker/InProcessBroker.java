package cn.twonets.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka node, broker and controller in one, that listens on 127.0.0.1 only and keeps its log in a folder. The folder
 * may be used again after a stop or a kill, also under other ports. Topics are never created by accident.
 *
 * <p>One node keeps one copy: safe against a kill of the process, not against the loss of the disk.
 */
public final class InProcessBroker implements AutoCloseable {
    private static final int NODE = 1;
    private static final String LOOPBACK = "127.0.0.1";

    private final int port;
    private final FileChannel lock;
    private final KafkaRaftServer server;

    private InProcessBroker(int port, FileChannel lock, KafkaRaftServer server) {
        this.port = port;
        this.lock = lock;
        this.server = server;
    }

    /**
     * Starts the broker, formatting the folder when it is new; returns once clients are served.
     *
     * @param folder where the log is kept; created if absent
     * @param port for clients
     * @param controllerPort for the node's own talk with itself
     * @throws BrokerStartException if a port is taken, or the folder is not writable or in use by another broker
     */
    public static InProcessBroker start(Path folder, int port, int controllerPort) {
        return start(folder, port, controllerPort, null);
    }

    /**
     * The same; a broker that is not given any security lets everybody on this machine do everything.
     *
     * @param security who may do what, and by which certificates; null for an open broker
     * @throws BrokerStartException also if the certificates or the key cannot be used
     */
    public static InProcessBroker start(Path folder, int port, int controllerPort, @Nullable BrokerSecurity security) {
        requireFree(port);
        requireFree(controllerPort);
        FileChannel lock = lock(folder);
        KafkaRaftServer server = null;
        sayWhyItEnds(folder);
        try {
            Path logs = folder.resolve("logs").toAbsolutePath();
            format(logs);
            Properties settings = settings(logs, port, controllerPort);
            ClosedBroker closed = security == null ? null : new ClosedBroker(security);
            if (closed != null) {
                closed.close(settings);
            }
            server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
            server.startup();
            if (closed != null) {
                closed.admit(LOOPBACK + ":" + port);
            }
            return new InProcessBroker(port, lock, server);
        } catch (Exception e) {
            if (server != null) {
                server.shutdown();
                server.awaitShutdown();
            }
            release(lock);
            throw new BrokerStartException("The broker could not start in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** What clients connect to, such as {@code 127.0.0.1:9092}. */
    public String bootstrapServers() {
        return LOOPBACK + ":" + port;
    }

    /** Stops the broker and waits until its log is closed and the folder free. */
    @Override
    public void close() {
        if (!lock.isOpen()) {
            return;
        }
        server.shutdown();
        server.awaitShutdown();
        release(lock);
    }

    /** Kafka ends the whole process without a word on the console when it cannot write its log any more. */
    private static void sayWhyItEnds(Path folder) {
        Exit.setHaltProcedure((status, message) -> {
            System.err.println("The broker stops at once because it can no longer keep its log in " + folder
                    + (message == null || message.isBlank() ? "" : " (" + message + ")")
                    + "; nothing that a service accepted is lost: remove the cause, such as a full disk, and start again.");
            Runtime.getRuntime().halt(status);
        });
    }

    private static Properties settings(Path logs, int port, int controllerPort) {
        Properties settings = new Properties();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE));
        settings.put("controller.quorum.voters", NODE + "@" + LOOPBACK + ":" + controllerPort);
        settings.put(
                "listeners",
                "CLIENT://" + LOOPBACK + ":" + port + ",CONTROLLER://" + LOOPBACK + ":" + controllerPort);
        settings.put("advertised.listeners", "CLIENT://" + LOOPBACK + ":" + port);
        settings.put("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("inter.broker.listener.name", "CLIENT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("log.dirs", logs.toString());
        settings.put("auto.create.topics.enable", "false");
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "8");
        settings.put("offsets.retention.minutes", String.valueOf(365 * 24 * 60));
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // One machine, a few hundred records a second: the defaults are meant for a cluster.
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        settings.put("log.segment.bytes", String.valueOf(64 * 1024 * 1024));
        settings.put("log.index.size.max.bytes", String.valueOf(1024 * 1024));
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 * 1024 * 1024));
        return settings;
    }

    private static void format(Path logs) throws Exception {
        if (Files.exists(logs.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(logs);
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(NODE)
                .setClusterId(Uuid.randomUuid().toString())
                .addDirectory(logs.toString())
                .setMetadataLogDirectory(logs.toString())
                .setControllerListenerName("CONTROLLER")
                .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                .setIgnoreFormatted(true)
                .run();
    }

    /** Asked first, because Kafka itself ends the whole JVM when it finds a port taken. */
    private static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port));
        } catch (IOException e) {
            throw new BrokerStartException("Port " + port + " for Kafka is taken: " + e.getMessage() + ".", e);
        }
    }

    private static FileChannel lock(Path folder) {
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(
                    folder.resolve("in-use.lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw new OverlappingFileLockException();
            }
            return channel;
        } catch (OverlappingFileLockException e) {
            release(channel);
            throw new BrokerStartException("The folder " + folder + " is in use by another broker.", e);
        } catch (IOException e) {
            release(channel);
            throw new BrokerStartException("The folder " + folder + " cannot be written: " + e.getMessage() + ".", e);
        }
    }

    private static void release(@Nullable FileChannel lock) {
        try {
            if (lock != null) {
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the broker's lock could not be given back", e);
        }
    }
}
