package cn.twonets.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.net.SocketException;
import org.junit.jupiter.api.Test;

class CutConnectionsTests {
    private final CutConnections filter = new CutConnections();

    private FilterReply reply(String logger, Throwable thrown) {
        return filter.decide(null, new LoggerContext().getLogger(logger), Level.ERROR, "exception", null, thrown);
    }

    @Test
    void isQuietAboutClientsOfTheStoreThatWereKilled() throws ClassNotFoundException {
        String logger = Class.forName("de.bwaldvogel.mongo.wire.MongoExceptionHandler").getName();

        assertThat(reply(logger, new SocketException("Connection reset"))).isEqualTo(FilterReply.DENY);
        assertThat(reply(logger, new IOException("anything else"))).isEqualTo(FilterReply.NEUTRAL);
        assertThat(reply("cn.twonets", new SocketException("Connection reset"))).isEqualTo(FilterReply.NEUTRAL);
    }
}
