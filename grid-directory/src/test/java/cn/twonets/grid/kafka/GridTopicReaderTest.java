package cn.twonets.grid.kafka;

import static cn.twonets.events.PostCapacity.LEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThan;

import cn.twonets.broker.InProcessBroker;
import cn.twonets.events.AppointmentId;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridEvent;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState;
import cn.twonets.events.PostId;
import cn.twonets.events.Topic;
import cn.twonets.events.json.EventCodec;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.SmallGrid;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The grid travels over a real broker. */
class GridTopicReaderTest {
    private static final EventCodec<GridEvent, GridState> CODEC = new EventCodec<>(EventFamily.GRID);

    @TempDir
    Path folder;
    private InProcessBroker broker;
    private KafkaProducer<String, byte[]> producer;
    private final List<GridTopicReader> readers = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> aside = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        broker = InProcessBroker.start(folder, freePort(), freePort());
        producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
                new StringSerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() {
        readers.forEach(GridTopicReader::close);
        producer.close();
        broker.close();
    }

    @Test
    void readsAWholeGridAndGoesOnReading() throws Exception {
        createTopic();
        send(SmallGrid.staffed().states(1));

        GridDirectory directory = read();

        await().until(directory::isReady);
        assertThat(directory.appointmentsAt(new GridCode("G1"))).hasSize(1);
        send(SmallGrid.staffed().unit("V9", GridLevel.VILLAGE, "A").states(2));
        await().until(() -> directory.tree().version() == 2);
        assertThat(directory.tree().unit(new GridCode("V9"))).isPresent();
    }

    @Test
    void waitsForATopicThatIsNotThereYet() throws Exception {
        GridDirectory directory = read();

        createTopic();
        send(SmallGrid.staffed().states(1));

        await().atMost(java.time.Duration.ofMinutes(1)).until(directory::isReady);
    }

    @Test
    void isNotReadyOnAnEmptyTopic() throws Exception {
        createTopic();
        GridDirectory directory = read();

        send(SmallGrid.staffed().unitStates(1));
        send(List.of(marker("seen")));
        await().until(() -> !directory.appointmentsAt(new GridCode("C")).isEmpty());

        assertThat(directory.isReady()).isFalse();
    }

    @Test
    void needsNothingOfWhatWasRemoved() throws Exception {
        createTopic();
        SmallGrid grid = SmallGrid.staffed().unit("V9", GridLevel.VILLAGE, "A");
        send(SmallGrid.staffed().states(1));
        send(grid.states(2));
        for (GridState.Unit unit : SmallGrid.staffed().unitStates(1)) {
            producer.send(new ProducerRecord<>(Topic.GRID.topicName(), unit.aggregate(), null)).get();
        }

        GridDirectory directory = read();

        await().until(directory::isReady);
        assertThat(directory.tree().version()).isEqualTo(2);
        assertThat(directory.tree().units()).hasSize(8);
    }

    @Test
    void putsAsideWhatIsNoEventOfTheGridAndGoesOn() throws Exception {
        createTopic();
        GridState.Appointment marker = marker("last");
        List<byte[]> poison = List.of("{".getBytes(), new byte[]{(byte) 0xff}, "[]".getBytes(), new byte[0]);
        for (byte[] value : poison) {
            producer.send(new ProducerRecord<>(Topic.GRID.topicName(), "key", value)).get();
        }
        producer.send(new ProducerRecord<>(Topic.GRID.topicName(), null, null)).get();
        producer.send(new ProducerRecord<>(Topic.GRID.topicName(), "a-0", null)).get();
        try (KafkaProducer<byte[], byte[]> bytes = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            bytes.send(new ProducerRecord<>(Topic.GRID.topicName(), new byte[]{(byte) 0xff}, null)).get();
        }
        send(SmallGrid.staffed().states(1));
        send(List.of(marker));

        GridDirectory directory = read();

        await().until(directory::isReady);
        assertThat(readers.getFirst().rejected()).isEqualTo(poison.size() + 3);
        assertThat(aside).extracting(ConsumerRecord::offset).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(aside.get(1).value()).isEqualTo(poison.get(1));
        assertThat(aside.get(6).key()).isEqualTo(new byte[]{(byte) 0xff});
        assertThat(directory.appointments()).contains(marker);
    }

    @Test
    void countsTheRemovalOfAUnitThatIsInForce() throws Exception {
        createTopic();
        send(SmallGrid.staffed().states(1));
        GridState.Unit unit = SmallGrid.staffed().unitStates(1).getFirst();
        producer.send(new ProducerRecord<>(Topic.GRID.topicName(), unit.aggregate(), null)).get();
        send(List.of(marker("last")));

        GridDirectory directory = read();

        await().until(() -> directory.appointments().contains(marker("last")));
        assertThat(readers.getFirst().rejected()).isEqualTo(1);
        assertThat(directory.tree().unit(unit.code())).isPresent();
    }

    @Test
    void readsNothingBehindARecordThatCannotBePutAside() throws Exception {
        createTopic();
        producer.send(new ProducerRecord<>(Topic.GRID.topicName(), "key", "{".getBytes())).get();
        send(SmallGrid.staffed().states(1));
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean away = new AtomicBoolean(true);

        GridDirectory directory = read((record, cause) -> {
            asked.incrementAndGet();
            if (away.get()) {
                throw new IllegalStateException("the store is away");
            }
        });

        await().untilAtomic(asked, greaterThan(1));
        assertThat(directory.appointments()).isEmpty();
        assertThat(readers.getFirst().rejected()).isZero();
        away.set(false);
        await().until(directory::isReady);
        assertThat(readers.getFirst().rejected()).isEqualTo(1);
    }

    private GridDirectory read() {
        return read((record, cause) -> aside.add(record));
    }

    private GridDirectory read(UnreadableRecords unreadable) {
        GridDirectory directory = new GridDirectory();
        GridTopicReader reader = new GridTopicReader(Map.of("bootstrap.servers", broker.bootstrapServers()), directory,
                unreadable);
        readers.add(reader);
        reader.start();
        return directory;
    }

    private static GridState.Appointment marker(String post) {
        return new GridState.Appointment(new EventOrder(0, 1), new AppointmentId("marker"), new GridCode("C"),
                new PostId(post), LEADER, SmallGrid.LONG_AGO, null, List.of());
    }

    private void createTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(Topic.GRID.topicName(), Topic.GRID.partitions(), (short) 1)))
                    .all()
                    .get();
        }
    }

    private void send(List<? extends GridState> states) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        for (GridState state : states) {
            GridEvent happened = switch (state) {
                case GridState.Unit unit -> new GridEvent.UnitChanged("import");
                case GridState.Activation activation -> new GridEvent.TreeActivated(new PostId("assistance-office:C"));
                case GridState.Appointment one -> new GridEvent.AppointmentChanged(new PostId("assistance-office:C"),
                        "import");
            };
            ProducerRecord<String, byte[]> record = new ProducerRecord<>(Topic.GRID.topicName(), state.aggregate(),
                    CODEC.data(happened, state));
            CODEC.headers(new EventCodec.Envelope(CODEC.family().typeOf(happened).token(), state.aggregate(),
                    state.order(), SmallGrid.NOW, state.aggregate(), state.aggregate(), state.grid(), "c-1", null))
                    .forEach((name, value) -> record.headers().add(name, value));
            sent.add(producer.send(record));
        }
        for (Future<?> one : sent) {
            one.get();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
