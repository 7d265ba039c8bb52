package cn.twonets.delivery.mongo;

import cn.twonets.transport.Transport;
import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.ReadConcern;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.connection.SslSettings;
import com.mongodb.event.CommandListener;
import com.mongodb.event.ConnectionPoolListener;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;

/**
 * How every service talks to its store: writes are acknowledged by a majority that has journalled them, reads see only
 * such writes, and an absent store is noticed within seconds. A timeout of a write means unknown, never failed, so the
 * driver does not retry writes by itself: the callers do, by id and version.
 */
public final class StoreSettings {
    private static final long SELECTION_MILLIS = 2_500;
    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 10_000;

    private StoreSettings() {
    }

    /** Codecs for records: ids as bare strings, everything else by the driver's own. */
    public static CodecRegistry codecs() {
        return CodecRegistries.fromRegistries(
                CodecRegistries.fromProviders(new IdRecordCodecProvider()),
                MongoClientSettings.getDefaultCodecRegistry());
    }

    /**
     * Opens a client that the address alone tells whether to encrypt; connects in the background.
     *
     * @param uri a MongoDB connection string
     * @param application a name for the server's log
     * @param listeners hear of every command
     */
    public static MongoClient open(String uri, String application, CommandListener... listeners) {
        return open(uri, application, Transport.plain(), List.of(listeners), List.of());
    }

    /**
     * Opens a client; connects in the background.
     *
     * @param uri a MongoDB connection string
     * @param application a name for the server's log
     * @param transport whether everything is encrypted, whatever the address says
     * @param commands hear of every command
     * @param pools hear of every connection
     */
    public static MongoClient open(String uri, String application, Transport transport,
            List<CommandListener> commands, List<ConnectionPoolListener> pools) {
        return MongoClients.create(
                MongoClientSettings.builder()
                        .applyConnectionString(new ConnectionString(uri))
                        .applicationName(application)
                        .commandListenerList(commands)
                        .codecRegistry(codecs())
                        .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                        .readConcern(ReadConcern.MAJORITY)
                        .retryWrites(false)
                        .applyToClusterSettings(
                                cluster -> cluster.serverSelectionTimeout(SELECTION_MILLIS, TimeUnit.MILLISECONDS))
                        .applyToConnectionPoolSettings(
                                pool -> pool.maxWaitTime(SELECTION_MILLIS, TimeUnit.MILLISECONDS)
                                        .connectionPoolListenerList(pools))
                        .applyToSslSettings(ssl -> encrypt(ssl, transport))
                        .applyToSocketSettings(
                                socket -> socket.connectTimeout(CONNECT_MILLIS, TimeUnit.MILLISECONDS)
                                        .readTimeout(READ_MILLIS, TimeUnit.MILLISECONDS))
                        .build());
    }

    private static void encrypt(SslSettings.Builder ssl, Transport transport) {
        transport.context().ifPresent(context -> ssl.enabled(true).invalidHostNameAllowed(false).context(context));
    }
}
