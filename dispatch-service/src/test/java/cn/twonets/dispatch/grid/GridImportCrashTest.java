package cn.twonets.dispatch.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.mongo.MongoAggregates;
import cn.twonets.delivery.mongo.UnknownFormException;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.dispatch.grid.csv.GridCsv;
import cn.twonets.dispatch.grid.mongo.MongoGridImports;
import cn.twonets.dispatch.grid.mongo.MongoGridRecords;
import cn.twonets.events.EventFamily;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridState;
import cn.twonets.events.PostId;
import cn.twonets.events.json.EventCodec;
import cn.twonets.grid.GridDirectory;
import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import is there wholly or not at all, whatever step the process died before or after. */
class GridImportCrashTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T01:00:00Z"), ZoneOffset.UTC);
    private static final PostId OFFICE = new PostId("assistance-office:C");
    private static final Cause CAUSE = new Cause("c-1", null);
    private static final String UNITS = "code,name,level,parent\nC,城,CITY,\nT,镇,TOWN,C\nV1,一村,VILLAGE,T\n";
    private static final String POSTS = "id,unit,post,capacity\na1,V1,village-leader:V1,LEADER\n";
    private static final String MORE_UNITS = UNITS + "V2,二村,VILLAGE,T\n";
    private static final String MORE_POSTS = POSTS + "a2,V2,village-leader:V2,LEADER\n";

    @TempDir
    Path folder;
    private EmbeddedStore store;
    private MongoClient client;

    @BeforeEach
    void open() {
        store = EmbeddedStore.open(StoreSettings.in(folder));
        client = cn.twonets.delivery.mongo.StoreSettings.open(store.connectionString(), "test");
    }

    @AfterEach
    void close() {
        client.close();
        store.close();
    }

    @Test
    void healsAfterACrashBetweenAnyTwoSteps() {
        int step = 0;
        boolean crashed = true;
        while (crashed) {
            step++;
            Topic topic = new Topic();
            MongoDatabase database = client.getDatabase("crash-" + step);
            office(database, topic, Integer.MAX_VALUE).apply(files(UNITS, POSTS), OFFICE, CAUSE, null);

            crashed = applyDies(office(database, topic, step));

            GridOffice restarted = office(database, topic, Integer.MAX_VALUE);
            restarted.finishUnfinished(Duration.ZERO);
            boolean decided = new MongoGridImports(database).newest() == 2;
            GridDirectory elsewhere = topic.read();
            assertThat(elsewhere.tree().version()).as("step %d", step).isEqualTo(decided ? 2 : 1);
            assertThat(elsewhere.tree().unit(new GridCode("V2")).isPresent()).as("step %d", step).isEqualTo(decided);
            assertThat(elsewhere.appointmentsAt(new GridCode("V2"))).as("step %d", step).hasSize(decided ? 1 : 0);

            ImportAnswer again = restarted.apply(files(MORE_UNITS, MORE_POSTS), OFFICE, CAUSE, null);
            assertThat(again.result()).as("step %d", step)
                    .isEqualTo(decided ? ImportAnswer.Result.UNCHANGED : ImportAnswer.Result.APPLIED);
            assertThat(new MongoGridImports(database).unfinished(Instant.MAX)).as("step %d", step).isEmpty();
            assertThat(topic.removed).as("step %d", step).contains("1/C", "1/T", "1/V1").noneMatch(
                    key -> key.startsWith("2/"));
        }
        assertThat(step).isGreaterThan(15);
    }

    @Test
    void isInUseHereBeforeTheBrokerHasItAndFinishesLater() {
        Topic topic = new Topic();
        topic.away = true;
        MongoDatabase database = client.getDatabase("away");
        GridDirectory here = new GridDirectory();
        here.caughtUp();
        GridOffice office = new GridOffice(records(database, topic), new MongoGridImports(database), here, CLOCK);

        ImportAnswer answer = office.apply(files(UNITS, POSTS), OFFICE, CAUSE, null);

        assertThat(answer.result()).isEqualTo(ImportAnswer.Result.APPLIED_UNPUBLISHED);
        assertThat(here.tree().version()).isEqualTo(1);
        assertThat(new MongoGridImports(database).find(1)).get().matches(one -> !one.finished());

        topic.away = false;
        office.finishUnfinished(Duration.ZERO);

        assertThat(topic.read().tree().version()).isEqualTo(1);
        assertThat(new MongoGridImports(database).find(1)).get().matches(GridImport::finished);
    }

    @Test
    void asksBeforeEndingManyUnits() {
        StringBuilder many = new StringBuilder(UNITS);
        for (int number = 10; number < 30; number++) {
            many.append("V").append(number).append(",村,VILLAGE,T\n");
        }
        GridOffice office = office(client.getDatabase("many"), new Topic(), Integer.MAX_VALUE);
        office.apply(files(many.toString(), POSTS), OFFICE, CAUSE, null);

        assertThat(office.apply(files(UNITS, POSTS), OFFICE, CAUSE, null).result())
                .isEqualTo(ImportAnswer.Result.ENDING_UNCONFIRMED);
        assertThat(office.apply(files(UNITS, POSTS), OFFICE, CAUSE, 19).result())
                .isEqualTo(ImportAnswer.Result.ENDING_UNCONFIRMED);
        assertThat(office.apply(files(UNITS, POSTS), OFFICE, CAUSE, 20).result())
                .isEqualTo(ImportAnswer.Result.APPLIED);
    }

    @Test
    void readsImportsOfTheFormBeforeAndRefusesANewerOne() {
        MongoDatabase database = client.getDatabase("forms");
        office(database, new Topic(), Integer.MAX_VALUE).apply(files(UNITS, POSTS), OFFICE, CAUSE, null);
        MongoCollection<Document> documents = database.getCollection("grid_imports");
        assertThat(documents.find().first()).containsEntry("schema", 2);

        documents.updateOne(Filters.empty(), Updates.unset("schema"));
        assertThat(new MongoGridImports(database).find(1)).get().matches(GridImport::finished);

        documents.updateOne(Filters.empty(), Updates.combine(Updates.set("schema", 3), Updates.set("finished", false)));
        assertThatThrownBy(() -> new MongoGridImports(database).unfinished(Instant.MAX))
                .isInstanceOf(UnknownFormException.class)
                .hasMessageContaining("grid_imports/1 is of form 3; this release reads forms 1 and 2");
    }

    /** An import that lay unfinished must not undo what people did after it. */
    @Test
    void leavesAloneWhatPeopleChangedAfterTheImportWasDecided() {
        Topic topic = new Topic();
        MongoDatabase database = client.getDatabase("later");
        GridDirectory here = new GridDirectory();
        here.caughtUp();
        GridRecords records = records(database, topic);
        GridOffice office = new GridOffice(records, new MongoGridImports(database), here, CLOCK);
        office.apply(files(UNITS, POSTS), OFFICE, CAUSE, null);
        GridState.Appointment a1 = here.appointmentsAt(new GridCode("V1")).getFirst();
        GridState.Appointment planned = new GridState.Appointment(a1.order().next(), a1.id(), a1.unit(),
                new PostId("by-import"), a1.capacity(), a1.validFrom(), null, List.of());
        new MongoGridImports(database).add(new GridImport(2, CLOCK.instant(), OFFICE, "c-2",
                new ImportPlan.Counts(0, 0, 0, 0, 1, 0), false, new GridImport.Plan(List.of(), List.of(planned))));
        new AppointmentDesk(records, here, CLOCK).end(
                new cn.twonets.grid.Scope(OFFICE, java.util.Set.of(new GridCode("C"))), a1.id(),
                CLOCK.instant().plusSeconds(60), new cn.twonets.delivery.Act("k", "h"), CAUSE);

        office.finishUnfinished(Duration.ZERO);

        assertThat(records.appointments().find("a1")).get()
                .matches(stored -> stored.state().post().equals(a1.post()) && stored.state().validTo() != null);
    }

    private static boolean applyDies(GridOffice office) {
        try {
            office.apply(files(MORE_UNITS, MORE_POSTS), OFFICE, CAUSE, null);
            return false;
        } catch (Death expected) {
            return true;
        }
    }

    private GridOffice office(MongoDatabase database, Topic topic, int dyingStep) {
        Steps steps = new Steps(dyingStep);
        GridRecords records = records(database, topic);
        GridRecords mortal = new GridRecords() {
            private final Aggregates<GridState.Unit, cn.twonets.events.GridEvent> units = steps.counted(
                    Aggregates.class, records.units());
            private final Aggregates<GridState.Activation, cn.twonets.events.GridEvent> tree = steps.counted(
                    Aggregates.class, records.tree());
            private final Aggregates<GridState.Appointment, cn.twonets.events.GridEvent> appointments = steps.counted(
                    Aggregates.class, records.appointments());

            @Override
            public Aggregates<GridState.Unit, cn.twonets.events.GridEvent> units() {
                return units;
            }

            @Override
            public Aggregates<GridState.Activation, cn.twonets.events.GridEvent> tree() {
                return tree;
            }

            @Override
            public Aggregates<GridState.Appointment, cn.twonets.events.GridEvent> appointments() {
                return appointments;
            }

            @Override
            public List<GridState.Unit> unitsOf(long version) {
                return records.unitsOf(version);
            }

            @Override
            public List<GridState.Appointment> allAppointments() {
                return records.allAppointments();
            }

            @Override
            public void removeUnitsBefore(long version) {
                steps.next();
                records.removeUnitsBefore(version);
                steps.next();
            }
        };
        GridImports imports = steps.counted(GridImports.class, new MongoGridImports(database));
        return new GridOffice(mortal, imports, new GridDirectory(), CLOCK);
    }

    private static GridRecords records(MongoDatabase database, Topic topic) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        return new MongoGridRecords(
                new MongoAggregates<>(MongoGridRecords.UNITS, database, topic, CLOCK, meters),
                new MongoAggregates<>(MongoGridRecords.TREE, database, topic, CLOCK, meters),
                new MongoAggregates<>(MongoGridRecords.APPOINTMENTS, database, topic, CLOCK, meters),
                database,
                topic.removed::addAll);
    }

    private static GridFiles files(String units, String appointments) {
        return new GridCsv().readUnits(new ByteArrayInputStream(units.getBytes(StandardCharsets.UTF_8)))
                .readAppointments(new ByteArrayInputStream(appointments.getBytes(StandardCharsets.UTF_8)))
                .files();
    }

    /** The grid topic as a list. */
    private static final class Topic implements EventSink {
        private final List<OutgoingEvent> events = new ArrayList<>();
        private final List<String> removed = new ArrayList<>();
        private boolean away;

        @Override
        public CompletableFuture<Void> send(OutgoingEvent event) {
            if (away) {
                return CompletableFuture.failedFuture(new java.io.IOException("the broker is away"));
            }
            events.add(event);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean isFailing() {
            return away;
        }

        /** What a service that starts now would know. */
        GridDirectory read() {
            EventCodec<?, GridState> codec = new EventCodec<>(EventFamily.GRID);
            return GridDirectory.of(events.stream()
                    .filter(event -> !removed.contains(event.key()))
                    .map(event -> codec.decode(event.key(), event.headers(), event.value()).state())
                    .toList());
        }
    }

    /** Counts the moments before and after each call, and dies at one of them. */
    private static final class Steps {
        private final int dying;
        private int passed;

        Steps(int dying) {
            this.dying = dying;
        }

        void next() {
            if (++passed == dying) {
                throw new Death();
            }
        }

        @SuppressWarnings("unchecked")
        <T> T counted(Class<? super T> port, T real) {
            return (T) Objects.requireNonNull(
                    Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[]{port}, (proxy, method, arguments) -> {
                        next();
                        Object answer;
                        try {
                            answer = method.invoke(real, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                        next();
                        return answer;
                    }));
        }
    }

    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
