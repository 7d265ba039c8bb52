package cn.twonets.store;

import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;
import org.testcontainers.mongodb.MongoDBContainer;

/** The same contract on a real server, started where Docker is present. */
@Testcontainers(disabledWithoutDocker = true)
class DockerServerContractTest extends StoreContract {
    @Container
    static final MongoDBContainer SERVER = new MongoDBContainer("mongo:8.0");

    @Override
    String uri() {
        return SERVER.getConnectionString();
    }
}
