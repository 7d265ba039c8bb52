package cn.twonets.system.faults;

import cn.twonets.load.ProductProcess;
import cn.twonets.standalone.place.Ports;
import cn.twonets.system.kit.County;
import cn.twonets.system.kit.RunningProduct;
import cn.twonets.system.kit.TcpProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The product as six processes: store, broker, intake with the issuer, dispatch, resource, gateway. Whatever one of them
 * asks of another goes through a {@link TcpProxy} of its own, so that each way can be made bad by itself.
 */
final class SplitProduct implements AutoCloseable {
    private static final String SMALL = "-Xmx256m";

    final Path data;
    final int base;
    final TcpProxy gatewayToIntake;
    final TcpProxy gatewayToDispatch;
    final TcpProxy gatewayToResource;
    final TcpProxy resourceToIntake;
    final TcpProxy intakeToStore;
    final TcpProxy dispatchToStore;
    final TcpProxy resourceToStore;
    final TcpProxy intakeToBroker;
    final TcpProxy dispatchToBroker;
    final TcpProxy resourceToBroker;
    final RunningProduct store;
    final RunningProduct broker;
    final RunningProduct intake;
    final RunningProduct dispatch;
    final RunningProduct resource;
    final RunningProduct gateway;

    private SplitProduct(Path data, int base) {
        Ports ports = Ports.from(base);
        this.data = data;
        this.base = base;
        gatewayToIntake = TcpProxy.to(ports.intake());
        gatewayToDispatch = TcpProxy.to(ports.dispatch());
        gatewayToResource = TcpProxy.to(ports.resource());
        resourceToIntake = TcpProxy.to(ports.intake());
        intakeToStore = TcpProxy.to(ports.store());
        dispatchToStore = TcpProxy.to(ports.store());
        resourceToStore = TcpProxy.to(ports.store());
        intakeToBroker = TcpProxy.toKafka(ports.kafka());
        dispatchToBroker = TcpProxy.toKafka(ports.kafka());
        resourceToBroker = TcpProxy.toKafka(ports.kafka());
        store = RunningProduct.prepareParts(data, base, List.of(SMALL), "store");
        broker = RunningProduct.prepareParts(data, base, List.of("-Xmx512m"), "broker");
        intake = service("intake,issuer", intakeToStore, intakeToBroker, List.of());
        dispatch = service("dispatch", dispatchToStore, dispatchToBroker, List.of());
        resource = service("resource", resourceToStore, resourceToBroker,
                List.of("-Dtwonets.intake.uri=" + uri(resourceToIntake)));
        gateway = RunningProduct.prepareParts(
                data,
                base,
                List.of(
                        SMALL,
                        "-Dtwonets.intake.uri=" + uri(gatewayToIntake),
                        "-Dtwonets.dispatch.uri=" + uri(gatewayToDispatch),
                        "-Dtwonets.resource.uri=" + uri(gatewayToResource)),
                "gateway");
    }

    /** Starts all of it; every link is healthy. */
    static SplitProduct start(Path data) throws IOException {
        SplitProduct product = new SplitProduct(data, ProductProcess.freeBase());
        for (RunningProduct part : product.parts()) {
            part.launch();
        }
        product.parts().forEach(RunningProduct::awaitReady);
        return product;
    }

    private RunningProduct service(String parts, TcpProxy toStore, TcpProxy toBroker, List<String> more) {
        List<String> options = new ArrayList<>(linkedTo(toStore, toBroker));
        options.addAll(more);
        return RunningProduct.prepareParts(data, base, options, parts.split(","));
    }

    /** What makes a service use these links. */
    static List<String> linkedTo(TcpProxy toStore, TcpProxy toBroker) {
        return List.of(
                "-Xmx384m",
                "-Dtwonets.mongo.uri=mongodb://127.0.0.1:" + toStore.port()
                        + "/?directConnection=true&retryWrites=false&retryReads=false",
                "-Dtwonets.kafka.bootstrap-servers=127.0.0.1:" + toBroker.port());
    }

    static String uri(TcpProxy proxy) {
        return "http://127.0.0.1:" + proxy.port();
    }

    /** All parts, in the order of their starts. */
    List<RunningProduct> parts() {
        return List.of(store, broker, intake, dispatch, resource, gateway);
    }

    /** The three services that keep documents and read topics. */
    List<RunningProduct> services() {
        return List.of(intake, dispatch, resource);
    }

    List<TcpProxy> toStore() {
        return List.of(intakeToStore, dispatchToStore, resourceToStore);
    }

    List<TcpProxy> toBroker() {
        return List.of(intakeToBroker, dispatchToBroker, resourceToBroker);
    }

    List<TcpProxy> links() {
        return List.of(gatewayToIntake, gatewayToDispatch, gatewayToResource, resourceToIntake, intakeToStore,
                dispatchToStore, resourceToStore, intakeToBroker, dispatchToBroker, resourceToBroker);
    }

    /** Every link healthy, every part running: what the next test may count on however the last one ended. */
    void heal() throws IOException {
        links().forEach(TcpProxy::heal);
        for (RunningProduct part : parts()) {
            if (!part.isAlive()) {
                part.launch();
                part.awaitReady();
            }
        }
    }

    /** The people of the county, calling through the gateway. */
    County county() {
        return new County(gateway.api());
    }

    Ports ports() {
        return Ports.from(base);
    }

    @Override
    public void close() throws InterruptedException {
        links().forEach(TcpProxy::heal);
        for (RunningProduct part : parts().reversed()) {
            if (part.isAlive()) {
                part.close();
            }
        }
        links().forEach(TcpProxy::close);
    }
}
