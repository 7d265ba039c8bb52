package cn.twonets.intake;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the intake service under {@code twonets}.
 *
 * @param data the data folder of a local run, where intake makes its key file if there is none; null in production
 * @param intake this service
 * @param dispatch the dispatch service
 * @param resource the resource service
 */
@ConfigurationProperties("twonets")
record IntakeSettings(
        @Nullable Path data,
        @DefaultValue Own intake,
        Peer dispatch,
        Peer resource) {

    /**
     * This service. Does not print its keys.
     *
     * @param keyFile the key file of a production run, which must be there; null in local runs
     * @param keys the content of such a file, for installations that hand it over in the environment
     *        ({@code TWONETS_INTAKE_KEYS}); null where there is a file
     */
    record Own(@Nullable Path keyFile, @Nullable String keys) {
        @Override
        public String toString() {
            return "Own[" + keyFile + "]";
        }
    }

    /**
     * Another service.
     *
     * @param uri its address
     */
    record Peer(String uri) {}
}
