package cn.twonets.intake;

import cn.twonets.delivery.spring.PeriodicWork;
import cn.twonets.grid.GridDirectory;
import cn.twonets.intake.erasure.ErasureDesk;
import cn.twonets.intake.households.HouseholdRegister;
import cn.twonets.intake.households.Households;
import cn.twonets.intake.needs.NeedDesk;
import cn.twonets.intake.needs.Needs;
import cn.twonets.intake.privacy.EnvelopeSafe;
import cn.twonets.intake.privacy.MasterKeys;
import cn.twonets.intake.privacy.WrongMasterKeysException;
import cn.twonets.intake.privacy.mongo.DirectTexts;
import cn.twonets.intake.privacy.mongo.SealedData;
import cn.twonets.intake.privacy.mongo.StoredKeys;
import cn.twonets.intake.privacy.tink.KeyFile;
import cn.twonets.intake.privacy.tink.UnusableKeysException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what keeps private things private. */
@Configuration(proxyBeanMethods = false)
class PrivacyConfiguration {
    private static final Logger log = LoggerFactory.getLogger(PrivacyConfiguration.class);
    private static final String KEYS_IN_DATA_FOLDER = "intake/keys.json";
    private static final Duration ERASURES_EVERY = Duration.ofMinutes(10);
    private static final Duration KEYS_EVERY = Duration.ofHours(1);
    private static final Duration STORE_MUST_ANSWER_WITHIN = Duration.ofMinutes(2);

    /** Fails with a readable message when the keys cannot be had: nothing private may be stored without them. */
    @Bean
    MasterKeys masterKeys(IntakeSettings settings, MongoDatabase database) {
        if (settings.intake().keyFile() != null) {
            return new KeyFile(settings.intake().keyFile()).open();
        }
        if (settings.intake().keys() != null) {
            return KeyFile.of(settings.intake().keys());
        }
        if (settings.data() != null) {
            Path path = settings.data().resolve(KEYS_IN_DATA_FOLDER);
            KeyFile keys = new KeyFile(path);
            if (!keys.exists()) {
                requireNothingSealed(database, path);
            }
            return keys.openOrCreate();
        }
        throw new UnusableKeysException("neither a key file (twonets.intake.key-file), nor keys (twonets.intake.keys), "
                + "nor a data folder (twonets.data) is named");
    }

    /** New keys beside old data would make all of it unreadable, and nobody would notice before it is read. */
    private static void requireNothingSealed(MongoDatabase database, Path path) {
        try {
            if (SealedData.in(database).isThere(STORE_MUST_ANSWER_WITHIN)) {
                throw new UnusableKeysException("the key file " + path + " does not exist, but the store holds "
                        + "households that are sealed with its keys; without it nobody can read them");
            }
        } catch (MongoException e) {
            throw new UnusableKeysException("the key file " + path + " does not exist, and the store does not say "
                    + "whether it holds households that are sealed with its keys: " + e.getClass().getSimpleName());
        }
    }

    @Bean
    StoredKeys storedKeys(MongoDatabase database) {
        return new StoredKeys(database);
    }

    @Bean
    DirectTexts directTexts(MongoDatabase database) {
        return new DirectTexts(database);
    }

    /** Stops the start when the store's keys are wrapped with others; while the store is away, the first use asks. */
    @Bean
    EnvelopeSafe safe(MasterKeys masters, StoredKeys keys) {
        EnvelopeSafe safe = new EnvelopeSafe(masters, keys);
        try {
            safe.check();
        } catch (WrongMasterKeysException e) {
            throw new UnusableKeysException(e.getMessage());
        } catch (MongoException e) {
            log.warn("The store is away ({}); whether its keys fit ours is asked when it is back",
                    e.getClass().getSimpleName());
        }
        return safe;
    }

    @Bean
    HealthIndicator keysHealthIndicator(EnvelopeSafe safe) {
        return () -> {
            try {
                safe.check();
                return Health.up().build();
            } catch (MongoException | WrongMasterKeysException e) {
                return Health.down().withDetail("cause", e.getClass().getSimpleName()).build();
            }
        };
    }

    @Bean
    ErasureDesk erasureDesk(EnvelopeSafe safe, StoredKeys keys, Households households, HouseholdRegister register,
            Needs needs, NeedDesk desk, GridDirectory grid, Clock clock) {
        return new ErasureDesk(safe, keys, households, register, needs, desk, grid, clock);
    }

    @Bean
    PeriodicWork privacyWork(EnvelopeSafe safe, StoredKeys keys, DirectTexts direct, ErasureDesk erasures,
            MeterRegistry meters) {
        AtomicInteger unfinished = new AtomicInteger();
        Gauge.builder("twonets.intake.erasures.unfinished", unfinished, AtomicInteger::get)
                .description("Erased households of which something is left in the store or its files")
                .strongReference(true)
                .register(meters);
        return new PeriodicWork("privacy",
                new PeriodicWork.Task("Finishing erasures", ERASURES_EVERY, () -> {
                    try {
                        keys.ensureIndexes();
                        erasures.finish();
                    } finally {
                        unfinished.set(erasures.unfinished());
                    }
                }),
                new PeriodicWork.Task("Wrapping keys anew", KEYS_EVERY, () -> {
                    int wrapped = safe.rewrap();
                    if (wrapped > 0) {
                        log.info("Wrapped the keys of {} households with the primary master key", wrapped);
                    }
                }),
                new PeriodicWork.Task("Sealing texts anew", KEYS_EVERY, () -> {
                    int resealed = direct.reseal(safe::reseal);
                    if (resealed > 0) {
                        log.info(
                                "Sealed texts of {} documents, which a master key had sealed, with their households' own keys",
                                resealed);
                    }
                }));
    }
}
