package cn.twonets.store;

import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The same contract on a real server, named by whoever runs the build. */
@EnabledIfEnvironmentVariable(named = "TWONETS_TEST_MONGODB_URI", matches = ".+", disabledReason = "no server named in TWONETS_TEST_MONGODB_URI")
class NamedServerContractTest extends StoreContract {

    @Override
    String uri() {
        return System.getenv("TWONETS_TEST_MONGODB_URI");
    }
}
