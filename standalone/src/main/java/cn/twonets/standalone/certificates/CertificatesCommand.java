package cn.twonets.standalone.certificates;

import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.place.Refused;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes certificates. */
@Command(name = "certificates", customSynopsis = {
        "  twonets certificates                             into the data folder, for this machine",
        "  twonets certificates --to DIR --host kafka --host mongo"}, description = {
                "Makes a small authority, once, and a certificate for all parts of a product, each time anew: an earlier one "
                        + "is replaced, and parts that run take the new one up.",
                "For first looks, small sites and tests: an authority of your own is better. The folder holds private keys."})
public final class CertificatesCommand implements Callable<Integer> {
    @Mixin
    private Place place = new Place();

    @Option(names = "--to", paramLabel = "DIR", description = "where ca.pem, cert.pem and key.pem go (default: certificates in the data folder)")
    private @Nullable Path to;

    @Option(names = "--host", paramLabel = "NAME", description = "a name or address that the certificate is to be good for, beside localhost and 127.0.0.1; may be repeated")
    private List<String> hosts = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        for (String host : hosts) {
            if (!host.matches("[0-9A-Za-z*][0-9A-Za-z.:*-]{0,252}")) {
                throw new Refused(Exit.USAGE, "--host '" + host + "' is neither a name nor an address.");
            }
        }
        Path folder = to == null
                ? place.folder().create().root().resolve("certificates")
                : to.toAbsolutePath().normalize();
        new SmallAuthority(folder).issue(hosts);
        spec.commandLine().getOut().println(folder);
        spec.commandLine().getOut().flush();
        spec.commandLine().getErr().println("Next: ./twonets up" + place.words() + " --certificates " + folder);
        return Exit.DONE.code();
    }
}
