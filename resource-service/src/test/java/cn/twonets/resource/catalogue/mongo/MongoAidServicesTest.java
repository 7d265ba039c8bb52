package cn.twonets.resource.catalogue.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceEvent;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidServiceState;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.catalogue.AidServices;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.Services;
import cn.twonets.resource.testing.TestStore;
import com.mongodb.client.model.IndexModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MongoAidServicesTest {
    @TempDir
    static Path folder;
    private static TestStore store;
    private static MongoAidServices services;

    @BeforeAll
    static void publish() {
        store = new TestStore(folder);
        MongoAggregates<AidService, AidServiceEvent, AidServiceState> aggregates = new MongoAggregates<>(
                MongoAidServices.KIND, store.database, new Nowhere(), Clock.systemUTC(), new SimpleMeterRegistry());
        aggregates.ensureIndexes(
                Stream.of(MongoAidServices.indexes()).map(IndexModel::new).toArray(IndexModel[]::new));
        Stream.of(service("a", AidKind.HOUSING), service("b", AidKind.MEDICAL, AidKind.HOUSING),
                service("c", AidKind.EDUCATION), service("d", AidKind.MEDICAL))
                .forEach(service -> aggregates.change(service.id().value(), Change.of(new Cause("test", null),
                        nothing -> Decision.silently(service, "published")), Publish.SOON));
        services = new MongoAidServices(aggregates);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static AidService service(String id, AidKind... kinds) {
        return Services.service(id, 1, false, Set.of(kinds), Set.of(Cases.CITY), List.of());
    }

    @ParameterizedTest
    @CsvSource({"HOUSING, '', a b", "MEDICAL, '', b d", "HOUSING MEDICAL, '', a b d", "'', c, c", "HOUSING, c, a b c",
            "HOUSING, b nowhere, a b", "FINANCE, '', ''", "'', '', ''"})
    void readsNoMoreThanTheServicesThatMatter(String kinds, String named, String found) {
        Set<AidKind> wanted = words(kinds).map(AidKind::valueOf).collect(Collectors.toSet());
        List<AidServiceId> ids = words(named).map(AidServiceId::new).toList();
        AidServices everyOther = services::all;

        assertThat(services.relevant(wanted, ids)).extracting(service -> service.id().value())
                .containsExactlyElementsOf(words(found).toList());
        assertThat(services.relevant(wanted, ids)).isEqualTo(everyOther.relevant(wanted, ids));
    }

    private static Stream<String> words(String text) {
        return Arrays.stream(text.split(" ")).filter(word -> !word.isEmpty());
    }

    private static final class Nowhere implements EventSink {
        @Override
        public CompletableFuture<Void> send(OutgoingEvent event) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean isFailing() {
            return false;
        }
    }
}
