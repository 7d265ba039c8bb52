package cn.twonets.standalone.up;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Keeps the store from telling, with twenty lines each, of every connection of a client that was killed: the client's own
 * end is told where it ends. All else that goes wrong in a connection of the store is told.
 */
public final class CutConnections extends TurboFilter {
    private static final String CONNECTIONS = "de.bwaldvogel.mongo.wire.MongoExceptionHandler";

    @Override
    public FilterReply decide(@Nullable Marker marker, Logger logger, Level level, @Nullable String format,
            Object @Nullable [] parameters, @Nullable Throwable thrown) {
        return thrown instanceof SocketException && logger.getName().equals(CONNECTIONS)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }
}
