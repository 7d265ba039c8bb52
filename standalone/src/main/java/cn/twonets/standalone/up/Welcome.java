package cn.twonets.standalone.up;

import cn.twonets.standalone.place.CertificateFolder;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Ports;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a newcomer reads once the product is ready: where to look and what to type next. */
final class Welcome {
    private final PrintWriter out;
    private final DataFolder folder;
    private final Ports ports;
    private final @Nullable CertificateFolder certificates;
    private final String placeWords;

    /**
     * @param certificates by which all is encrypted, null where nothing is
     * @param placeWords the options that the next commands need to find this product
     */
    Welcome(PrintWriter out, DataFolder folder, Ports ports, @Nullable CertificateFolder certificates,
            String placeWords) {
        this.out = out;
        this.folder = folder;
        this.ports = ports;
        this.certificates = certificates;
        this.placeWords = placeWords;
    }

    void print(Set<Part> parts, Duration took, List<String> households) {
        out.println();
        out.printf("Ready after %.1f s. For first looks and small sites on this machine: not for production.%n%n",
                took.toMillis() / 1000.0);
        line(parts, Part.GATEWAY, "gateway", ports.gatewayUri().toString(), "the one door: /api/v1, /readyz");
        line(parts, Part.GATEWAY, "API page", ports.gatewayUri() + "/docs", "read the interface and try calls");
        line(parts, Part.INTAKE, "intake", ports.intakeUri().toString(), "households and needs");
        line(parts, Part.DISPATCH, "dispatch", ports.dispatchUri().toString(), "the grid and its cases");
        line(parts, Part.RESOURCE, "resource", ports.resourceUri().toString(), "aid services and referrals");
        ports.managementUris().forEach((service, uri) -> {
            if (parts.contains(Part.valueOf(service.toUpperCase(Locale.ROOT)))) {
                out.printf("  %-10s %-28s %s%n", "", uri, service + ": /actuator/health, /actuator/prometheus");
            }
        });
        line(parts, Part.ISSUER, "issuer", ports.issuerUri().toString(), "tokens; keys at /jwks");
        line(parts, Part.BROKER, "Kafka", ports.bootstrapServers(), "topics twonets.*.v1");
        line(parts, Part.STORE, "store", "127.0.0.1:" + ports.store(), "speaks MongoDB's protocol");
        out.printf("  %-10s %-28s %s%n", "data", folder.root(), "logs in logs/");
        out.println();
        if (!households.isEmpty()) {
            next(households.getFirst());
        }
        out.println("Ctrl-C stops it; the data stays.");
        out.flush();
    }

    private void next(String household) {
        String trusting = certificates == null ? "" : "--cacert " + certificates.authority() + " ";
        out.println("Type next, in another terminal:");
        out.println("  ./twonets story" + placeWords);
        out.println("  TOKEN=$(./twonets token --as village-member:411082110213" + placeWords + ")");
        out.println(
                "  curl -s " + trusting + ports.gatewayUri() + "/api/v1/needs -H \"Authorization: Bearer $TOKEN\" \\");
        out.println("    -H 'Content-Type: application/json' -H 'Idempotency-Key: my-first-need' \\");
        out.println("    -d '{\"household\":\"" + household
                + "\",\"category\":\"housing\",\"basis\":{\"kind\":\"DUTY\"},\"description\":\"屋顶漏水\"}'");
        out.println("  curl -s " + trusting + ports.gatewayUri() + "/api/v1/cases -H \"Authorization: Bearer $TOKEN\"");
        out.println();
    }

    private void line(Set<Part> parts, Part part, String name, String where, String what) {
        if (parts.contains(part)) {
            out.printf("  %-10s %-28s %s%n", name, where, what);
        }
    }
}
