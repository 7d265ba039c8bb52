package cn.twonets.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutConnectionsTests {
    private final CutConnections filter = new CutConnections();

    private FilterReply reply(String logger, Throwable thrown) {
        return filter.decide(null, new LoggerContext().getLogger(logger), Level.ERROR, "exception", null, thrown);
    }

    /** A class name that is wrong there is passed over in silence. */
    @Test
    void standsInTheConfigurationOfTheProduct(@TempDir Path logs) throws JoranException {
        LoggerContext context = new LoggerContext();
        context.putProperty("twonets.logs", logs.toString());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(CutConnections.class.getResource("/logback-up.xml"));

        assertThat(context.getTurboFilterList()).hasAtLeastOneElementOfType(CutConnections.class);
        context.stop();
    }

    @Test
    void isQuietAboutClientsOfTheStoreThatWereKilled() throws ClassNotFoundException {
        String logger = Class.forName("de.bwaldvogel.mongo.wire.MongoExceptionHandler").getName();

        assertThat(reply(logger, new SocketException("Connection reset"))).isEqualTo(FilterReply.DENY);
        assertThat(reply(logger, new IOException("anything else"))).isEqualTo(FilterReply.NEUTRAL);
        assertThat(reply("cn.twonets", new SocketException("Connection reset"))).isEqualTo(FilterReply.NEUTRAL);
    }
}
