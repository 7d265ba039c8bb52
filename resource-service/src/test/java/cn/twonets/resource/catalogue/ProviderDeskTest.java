package cn.twonets.resource.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.delivery.Act;
import cn.twonets.delivery.mongo.UnknownFormException;
import cn.twonets.events.PostId;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.catalogue.ProviderDesk.Answer;
import cn.twonets.resource.catalogue.mongo.MongoClerks;
import cn.twonets.resource.catalogue.mongo.MongoProviders;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.MovableClock;
import cn.twonets.resource.testing.TestStore;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Providers and who acts for them, on a store. */
class ProviderDeskTest {
    private static final ProviderId HOUSING = new ProviderId("housing-bureau");
    private static final ProviderId WATER = new ProviderId("water-bureau");
    private static final PostId CLERK = new PostId("department:housing-bureau");

    @TempDir
    static Path folder;
    private static TestStore store;

    private final MovableClock clock = new MovableClock(Cases.START);
    private final Providers providers = new MongoProviders(store.database);
    private final Clerks clerks = new MongoClerks(store.database);
    private final ProviderDesk desk = new ProviderDesk(providers, clerks, clock);

    @BeforeAll
    static void open() {
        store = new TestStore(folder);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void empty() {
        documents("providers").drop();
        documents("clerks").drop();
    }

    private static MongoCollection<Document> documents(String collection) {
        return store.database.getCollection(collection);
    }

    private static Act act(String key) {
        return new Act(key, "body of " + key);
    }

    private static <T> T done(Answer<T> answer) {
        assertThat(answer).isInstanceOf(Answer.Done.class);
        return ((Answer.Done<T>) answer).it();
    }

    private Provider registered(ProviderId id) {
        return done(desk.register(id, "样例局", ProviderKind.DEPARTMENT, null));
    }

    private Answer<Clerk> ended(PostId post, @Nullable Long seen, String key) {
        return desk.end(HOUSING, post, version -> seen == null || seen == version, act(key));
    }

    @Test
    void registersOnceForAnActAndACodeOnceOnly() {
        Provider made = done(desk.register(HOUSING, "市住建局", ProviderKind.DEPARTMENT, act("a")));

        assertThat(done(desk.register(HOUSING, "市住建局", ProviderKind.DEPARTMENT, act("a")))).isEqualTo(made);
        assertThat(desk.register(HOUSING, "另一个", ProviderKind.BANK, act("b"))).isInstanceOf(Answer.Taken.class);
        assertThat(desk.register(WATER, "市水利局", ProviderKind.DEPARTMENT, new Act("a", "another body")))
                .isInstanceOf(Answer.KeyReused.class);
        assertThat(providers.after("", 9)).containsExactly(made);
        assertThat(providers.find(HOUSING)).contains(made);
        assertThat(made.version()).isEqualTo(1);
    }

    @Test
    void changesOnlyWhatTheCallerSaw() {
        registered(HOUSING);

        Provider changed = done(desk.amend(HOUSING, "住房局", null, version -> version == 1));

        assertThat(changed).isEqualTo(new Provider(HOUSING, "住房局", ProviderKind.DEPARTMENT, 2, null));
        assertThat(desk.amend(HOUSING, "又一个", null, version -> version == 1)).isInstanceOf(Answer.Stale.class);
        assertThat(done(desk.amend(HOUSING, null, null, version -> true))).isEqualTo(changed);
        assertThat(desk.amend(WATER, "水利局", null, version -> true)).isInstanceOf(Answer.NotFound.class);
        assertThat(providers.find(HOUSING)).contains(changed);
    }

    @Test
    void namesEndsAndNamesAgain() {
        registered(HOUSING);
        registered(WATER);
        assertThat(clerks.actsFor(CLERK)).isEmpty();

        Clerk named = done(desk.name(HOUSING, CLERK, act("n-1")));
        assertThat(named.since()).isEqualTo(clock.instant());
        assertThat(clerks.actsFor(CLERK)).contains(HOUSING);
        assertThat(done(desk.name(HOUSING, CLERK, act("n-2")))).as("who acts already").isEqualTo(named);
        assertThat(desk.name(WATER, CLERK, act("n-3"))).as("for another").isInstanceOf(Answer.Taken.class);

        Clerk ended = done(ended(CLERK, 1L, "e-1"));
        assertThat(ended.until()).isEqualTo(clock.instant());
        assertThat(clerks.actsFor(CLERK)).isEmpty();
        assertThat(clerks.of(HOUSING, "", 9)).containsExactly(ended);

        assertThat(done(desk.name(WATER, CLERK, act("n-4"))).provider()).isEqualTo(WATER);
        assertThat(clerks.actsFor(CLERK)).contains(WATER);
        assertThat(clerks.of(HOUSING, "", 9)).isEmpty();
        assertThat(desk.name(new ProviderId("nobody"), CLERK, act("n-5"))).isInstanceOf(Answer.NotFound.class);
    }

    @Test
    void doesARepeatedActOnceAndRefusesItsKeyForAnother() {
        registered(HOUSING);
        done(desk.name(HOUSING, CLERK, act("n")));
        Clerk ended = done(ended(CLERK, 1L, "e"));

        assertThat(done(desk.name(HOUSING, CLERK, act("n")))).as("named once, ended since").isEqualTo(ended);
        assertThat(done(ended(CLERK, 1L, "e"))).as("the version is the one before, the act is known").isEqualTo(ended);
        assertThat(desk.name(HOUSING, CLERK, new Act("n", "another body"))).isInstanceOf(Answer.KeyReused.class);
        assertThat(desk.name(HOUSING, new PostId("department:other"), new Act("n", "another body")))
                .isInstanceOf(Answer.KeyReused.class);
        assertThat(clerks.actsFor(CLERK)).isEmpty();
    }

    @Test
    void endsOnlyWhatTheCallerSawAndOnlyForItsProvider() {
        registered(HOUSING);
        registered(WATER);
        done(desk.name(HOUSING, CLERK, act("n")));

        assertThat(ended(CLERK, 7L, "e-1")).isInstanceOf(Answer.Stale.class);
        assertThat(desk.end(WATER, CLERK, version -> true, act("e-2"))).isInstanceOf(Answer.NotFound.class);
        assertThat(ended(new PostId("department:other"), null, "e-3")).isInstanceOf(Answer.NotFound.class);
        assertThat(clerks.actsFor(CLERK)).contains(HOUSING);
    }

    @Test
    void keepsAPostFromActingForTwoProvidersThatNameItAtOnce() throws Exception {
        int many = 8;
        List<Callable<Answer<Clerk>>> namings = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            ProviderId provider = new ProviderId("provider-" + i);
            registered(provider);
            Act act = act("n-" + i);
            namings.add(() -> new ProviderDesk(providers, clerks, clock).name(provider, CLERK, act));
        }
        List<Answer<Clerk>> answers = new ArrayList<>();
        try (ExecutorService offices = Executors.newFixedThreadPool(many)) {
            for (Future<Answer<Clerk>> one : offices.invokeAll(namings)) {
                answers.add(one.get());
            }
        }

        assertThat(answers).filteredOn(Answer.Done.class::isInstance).hasSize(1);
        assertThat(answers).filteredOn(Answer.Taken.class::isInstance).hasSize(many - 1);
    }

    @Test
    void listsInPagesByPost() {
        registered(HOUSING);
        for (String post : List.of("department:c", "department:a", "department:b")) {
            done(desk.name(HOUSING, new PostId(post), act(post)));
        }

        assertThat(clerks.of(HOUSING, "", 2)).extracting(one -> one.post().value())
                .containsExactly("department:a", "department:b");
        assertThat(clerks.of(HOUSING, "department:b", 2)).extracting(one -> one.post().value())
                .containsExactly("department:c");
    }

    @Test
    void readsTheFormBeforeAndEndsWhomItNames() {
        documents("providers").insertOne(new Document("_id", HOUSING.value()).append("name", "市住建局")
                .append("clerks", List.of("department:b", CLERK.value())));

        assertThat(providers.find(HOUSING)).contains(new Provider(HOUSING, "市住建局", ProviderKind.OTHER, 0, null));
        assertThat(clerks.actsFor(CLERK)).contains(HOUSING);
        assertThat(clerks.of(HOUSING, "", 9)).containsExactly(Clerk.noted(new PostId("department:b"), HOUSING),
                Clerk.noted(CLERK, HOUSING));

        assertThat(done(ended(CLERK, 0L, "e")).version()).isEqualTo(1);
        assertThat(clerks.actsFor(CLERK)).isEmpty();
        assertThat(done(desk.amend(HOUSING, null, ProviderKind.DEPARTMENT, version -> version == 0)).version())
                .isEqualTo(1);
        assertThat(documents("providers").find().first()).containsEntry("schema", 2).containsKey("clerks");
        assertThat(clerks.actsFor(new PostId("department:b"))).contains(HOUSING);
        assertThat(clerks.of(HOUSING, "", 9)).extracting(Clerk::isCurrent).containsExactly(true, false);
    }

    @Test
    void refusesWhatANewerReleaseWrote() {
        registered(HOUSING);
        done(desk.name(HOUSING, CLERK, act("n")));
        documents("providers").updateOne(Filters.eq(HOUSING.value()), new Document("$set", new Document("schema", 3)));
        documents("clerks").updateOne(Filters.eq(CLERK.value()), new Document("$set", new Document("schema", 2)));

        assertThatThrownBy(() -> providers.find(HOUSING)).isInstanceOf(UnknownFormException.class);
        assertThatThrownBy(() -> clerks.actsFor(CLERK)).isInstanceOf(UnknownFormException.class);
    }
}
