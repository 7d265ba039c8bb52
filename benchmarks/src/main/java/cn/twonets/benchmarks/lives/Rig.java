package cn.twonets.benchmarks.lives;

import cn.twonets.load.ProductProcess;
import cn.twonets.standalone.http.Api;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The product that is measured: started for this run, as one process or as one for each part, or running already. */
final class Rig implements AutoCloseable {
    /** In the order in which each finds what it waits for. */
    private static final List<String> PARTS = List.of("broker", "store", "issuer", "dispatch", "resource", "intake",
            "gateway");
    private static final String WHOLE = "product";

    private final DataFolder folder;
    private final Ports ports;
    private final Map<String, ProductProcess> processes;

    private Rig(DataFolder folder, Ports ports, Map<String, ProductProcess> processes) {
        this.folder = folder;
        this.ports = ports;
        this.processes = processes;
    }

    /** Starts a product in a fresh folder, with the settings that it is shipped with. */
    static Rig start(ProductProcess.Launch launch, Path data, boolean separate)
            throws IOException, InterruptedException {
        int base = ProductProcess.freeBase();
        Map<String, ProductProcess> processes = new LinkedHashMap<>();
        try {
            if (separate) {
                for (String part : PARTS) {
                    processes.put(part, ProductProcess.start(launch, data, base, part));
                }
            } else {
                processes.put(WHOLE, ProductProcess.start(launch, data, base));
            }
            return new Rig(DataFolder.at(data), Ports.from(base), processes);
        } catch (IOException | InterruptedException | RuntimeException e) {
            closeAll(processes);
            throw e;
        }
    }

    /** One that was started by somebody else, in a folder on this machine. */
    static Rig join(DataFolder folder, Ports ports) {
        return new Rig(folder, ports, Map.of());
    }

    Api api() {
        return new Api(ports.gatewayUri(), new cn.twonets.standalone.issuer.LocalTokens(
                cn.twonets.standalone.issuer.SigningKey.of(folder), ports.issuerUri(), java.time.Clock.systemUTC()));
    }

    DataFolder folder() {
        return folder;
    }

    Ports ports() {
        return ports;
    }

    /** Whether every process is of this run: only then is it known what the product uses. */
    boolean isOwn() {
        return !processes.isEmpty();
    }

    /** What each process has used so far, by its name. */
    Map<String, ProcessUse> use() throws IOException {
        Map<String, ProcessUse> use = new LinkedHashMap<>();
        for (Map.Entry<String, ProductProcess> one : processes.entrySet()) {
            use.put(one.getKey(), ProcessUse.of(one.getValue().pid()));
        }
        return use;
    }

    /** Bytes on disk by what keeps them. */
    Map<String, Long> disk() {
        Map<String, Long> disk = new LinkedHashMap<>();
        for (String part : List.of("store", "broker", "logs")) {
            disk.put(part, ProcessUse.bytesIn(folder.root().resolve(part)));
        }
        return disk;
    }

    /** Begins to record a profile of the whole product, or of each part's process. */
    void startRecording() throws IOException, InterruptedException {
        for (ProductProcess process : processes.values()) {
            jcmd(process, "JFR.start", "name=bench", "settings=profile");
        }
    }

    /** Writes the profiles; with a process for each part, the part's name is put before the file's. */
    void stopRecording(Path file) throws IOException, InterruptedException {
        for (Map.Entry<String, ProductProcess> one : processes.entrySet()) {
            Path target = one.getKey().equals(WHOLE)
                    ? file.toAbsolutePath()
                    : file.toAbsolutePath().resolveSibling(one.getKey() + "-" + file.getFileName());
            jcmd(one.getValue(), "JFR.stop", "name=bench", "filename=" + target);
        }
    }

    private static void jcmd(ProductProcess process, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        command.add(Long.toString(process.pid()));
        Collections.addAll(command, words);
        Process jcmd = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(File.createTempFile("twonets-jcmd", ".out")))
                .start();
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd could not do " + words[0]);
        }
    }

    /** What a failing run should show. */
    @Nullable
    String output() {
        return processes.isEmpty() ? null : processes.values().iterator().next().output();
    }

    @Override
    public void close() throws InterruptedException {
        closeAll(processes);
    }

    private static void closeAll(Map<String, ProductProcess> processes) throws InterruptedException {
        List<ProductProcess> last = new ArrayList<>(processes.values());
        Collections.reverse(last);
        for (ProductProcess process : last) {
            process.close();
        }
    }
}
