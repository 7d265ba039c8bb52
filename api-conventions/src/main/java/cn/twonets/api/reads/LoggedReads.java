package cn.twonets.api.reads;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes sensitive reads into the log {@code cn.twonets.audit.reads}: for a service that keeps no audit of its own. */
final class LoggedReads implements SensitiveReads {
    private static final Logger audit = LoggerFactory.getLogger("cn.twonets.audit.reads");

    @Override
    public void record(SensitiveRead read) {
        audit.info("{} is shown {} of households {} for {}, correlation {}", read.actor(), read.what(),
                read.households(), read.purpose(), read.correlationId());
    }
}
