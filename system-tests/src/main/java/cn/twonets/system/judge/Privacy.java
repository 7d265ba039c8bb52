package cn.twonets.system.judge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** I12: no canary in any place that is not intake's own sealed fields. */
final class Privacy {
    private static final int LINES = 2_000;

    private final Canaries canaries;
    private final Verdict verdict;

    Privacy(Canaries canaries, Verdict verdict) {
        this.canaries = canaries;
        this.verdict = verdict;
    }

    /** Every record of every topic: key, headers and value. */
    void topics(Topics topics) {
        topics.read(topics.names(), record -> {
            Gathered gathered = new Gathered();
            gathered.add(record.key());
            gathered.add(record.value());
            for (Header header : record.headers()) {
                gathered.add(header.value());
            }
            look("topic " + place(record), gathered);
        });
    }

    private static String place(ConsumerRecord<?, ?> record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }

    /** Every document of every store: names of fields and every text or bytes in it. Intake's too: there all is sealed. */
    void stores(Stores stores) {
        for (String database : List.of("intake", "dispatch", "resource")) {
            stores.everything(database, named -> {
                Gathered gathered = new Gathered();
                gather(named.document(), gathered);
                look("store " + database + "." + named.collection(), gathered);
            });
        }
    }

    private static void gather(BsonValue value, Gathered gathered) {
        switch (value.getBsonType()) {
            case DOCUMENT -> value.asDocument().forEach((name, inner) -> {
                gathered.add(name.getBytes(StandardCharsets.UTF_8));
                gather(inner, gathered);
            });
            case ARRAY -> value.asArray().forEach(inner -> gather(inner, gathered));
            case STRING -> gathered.add(value.asString().getValue().getBytes(StandardCharsets.UTF_8));
            case BINARY -> gathered.add(value.asBinary().getData());
            default -> {
                // numbers, times and truth values cannot hold a canary
            }
        }
    }

    /** What lies together is looked through at once, each on a line of its own: a text is not read line by line. */
    private static final class Gathered {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(2_048);
        private int things;

        void add(byte @Nullable [] some) {
            if (some != null && some.length > 0) {
                bytes.writeBytes(some);
                bytes.write('\n');
                things++;
            }
        }
    }

    /** Every file below a folder, the compressed ones too. */
    void logs(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                log(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the processes of a product printed: files beside its data folder, named after it. */
    void printed(Path data) {
        Path absolute = data.toAbsolutePath().normalize();
        try (Stream<Path> files = Files.list(absolute.getParent())) {
            for (Path file : files.filter(one -> isPrintedBy(absolute, one)).toList()) {
                log(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPrintedBy(Path data, Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(data.getFileName().toString()) && name.endsWith(".out") && Files.isRegularFile(file);
    }

    /** One file of text, some thousand lines at once; or one compressed whole. */
    void log(Path file) throws IOException {
        String name = "log " + file.getFileName();
        if (name.endsWith(".gz")) {
            look(name, Files.readAllBytes(file));
            return;
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            StringBuilder some = new StringBuilder();
            int[] count = new int[1];
            lines.forEach(line -> {
                some.append(line).append('\n');
                if (++count[0] % LINES == 0) {
                    look(name, some.toString().getBytes(StandardCharsets.ISO_8859_1));
                    some.setLength(0);
                }
            });
            look(name, some.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** What the services tell a collector of metrics. */
    void metrics(Map<String, URI> services) {
        try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (Map.Entry<String, URI> service : services.entrySet()) {
                HttpResponse<byte[]> answer = client.send(
                        HttpRequest.newBuilder(service.getValue().resolve("/actuator/prometheus")).build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                if (answer.statusCode() != 200) {
                    throw new IOException("the metrics of " + service.getKey() + " answer " + answer.statusCode());
                }
                look("metric of " + service.getKey(), answer.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading metrics", e);
        }
    }

    private void look(String place, Gathered gathered) {
        if (gathered.things > 0) {
            verdict.looked(Invariant.I12, gathered.things - 1);
            look(place, gathered.bytes.toByteArray());
        }
    }

    private void look(String place, byte @Nullable [] bytes) {
        if (bytes != null && bytes.length > 0) {
            verdict.looked(Invariant.I12, 1);
            // the canary's number only: a report must not leak what it accuses others of leaking
            canaries.in(bytes).ifPresent(canary -> verdict.add(Invariant.I12, place,
                    "holds a canary that begins with '" + canary.substring(0, 2) + "'"));
        }
    }
}
