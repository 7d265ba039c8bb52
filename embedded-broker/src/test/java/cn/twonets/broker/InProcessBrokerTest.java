package cn.twonets.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InProcessBrokerTest {
    @TempDir
    Path folder;

    @Test
    void keepsItsLogAcrossARestartUnderOtherPorts() throws Exception {
        try (InProcessBroker broker = InProcessBroker.start(folder, freePort(), freePort())) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
            }
            send(broker, "kept", "one");
        }
        try (InProcessBroker broker = InProcessBroker.start(folder, freePort(), freePort())) {
            send(broker, "kept", "two");
            assertThat(readTwo(broker, "kept")).containsExactly("one", "two");
        }
    }

    @Test
    void createsNoTopicByAccident() {
        try (InProcessBroker broker = InProcessBroker.start(folder, freePort(), freePort());
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThatThrownBy(() -> admin.describeTopics(List.of("never-made")).allTopicNames().get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void saysThatAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> InProcessBroker.start(folder, taken.getLocalPort(), freePort()))
                    .isInstanceOf(BrokerStartException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort() + " for Kafka is taken");
        }
    }

    @Test
    void refusesAFolderInUseAndFreesItWhenClosed() {
        InProcessBroker broker = InProcessBroker.start(folder, freePort(), freePort());
        assertThatThrownBy(() -> InProcessBroker.start(folder, freePort(), freePort()))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("is in use by another broker");
        broker.close();
        InProcessBroker.start(folder, freePort(), freePort()).close();
    }

    @Test
    void saysThatAFolderCannotBeWritten() throws Exception {
        Path file = Files.createFile(folder.resolve("a-file"));
        assertThatThrownBy(() -> InProcessBroker.start(file.resolve("below"), freePort(), freePort()))
                .isInstanceOf(BrokerStartException.class)
                .hasMessageContaining("cannot be written");
    }

    private static void send(InProcessBroker broker, String topic, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                settings,
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, "key", value)).get();
        }
    }

    private static List<String> readTwo(InProcessBroker broker, String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                settings,
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<String> read = new ArrayList<>();
            for (int polls = 0; read.size() < 2 && polls < 60; polls++) {
                consumer.poll(Duration.ofSeconds(1)).forEach(record -> read.add(record.value()));
            }
            return read;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
