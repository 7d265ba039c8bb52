package cn.twonets.standalone.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.standalone.TwoNets;
import cn.twonets.standalone.place.CertificateFolder;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Refused;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificatesTests {
    /** Made once; each test has copies to spoil. */
    @TempDir
    private static Path origin;
    private static final StringWriter MADE = new StringWriter();

    @TempDir
    private Path folder;
    private Path made;
    private Path other;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void make() {
        assertThat(TwoNets.commandLine().setOut(new PrintWriter(MADE)).execute("certificates", "--data",
                origin.resolve("county").toString(), "--host", "intake", "--host", "10.1.2.3"))
                .isEqualTo(Exit.DONE.code());
        new SmallAuthority(origin.resolve("other")).issue(List.of());
    }

    @BeforeEach
    void copy() throws IOException {
        made = copy(origin.resolve("county").resolve("certificates"), folder.resolve("county").resolve("certificates"));
        other = copy(origin.resolve("other"), folder.resolve("other"));
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }

    private int run(String... words) {
        return TwoNets.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(words);
    }

    @Test
    void makesWhatAProductIsStartedWith() throws Exception {
        CertificateFolder certificates = CertificateFolder.at(made);

        assertThat(MADE.toString().strip()).isEqualTo(origin.resolve("county").resolve("certificates").toString());
        assertThat(certificates.chain()).hasSize(2);
        assertThat(certificates.chain().getFirst().getSubjectAlternativeNames())
                .extracting(name -> (Object) name.get(1))
                .containsExactlyInAnyOrder("localhost", "127.0.0.1", "intake", "10.1.2.3");
        certificates.chain().getFirst().verify(certificates.chain().getLast().getPublicKey());
        assertThat(Files.getPosixFilePermissions(made.resolve("key.pem")))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (var files = Files.list(made)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("ca.pem", "cert.pem",
                    "key.pem", "authority.p12", "authority.password");
        }
    }

    @Test
    void makesAnotherCertificateOfTheSameAuthorityTheNextTime() throws IOException {
        String authority = Files.readString(made.resolve("ca.pem"));
        String before = Files.readString(made.resolve("cert.pem"));
        new SmallAuthority(made).issue(List.of());

        assertThat(Files.readString(made.resolve("ca.pem"))).isEqualTo(authority);
        assertThat(Files.readString(made.resolve("cert.pem"))).isNotEqualTo(before);
        CertificateFolder.at(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca.pem", "cert.pem", "key.pem"})
    void saysWhichFileIsMissingOrBroken(String name) throws IOException {
        Files.writeString(made.resolve(name), "nothing");
        assertThatThrownBy(() -> CertificateFolder.at(made)).isInstanceOf(Refused.class).hasMessageContaining(name);
        Files.delete(made.resolve(name));
        assertThatThrownBy(() -> CertificateFolder.at(made)).isInstanceOf(Refused.class).hasMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca.pem", "cert.pem", "key.pem"})
    void refusesFilesThatDoNotBelongTogether(String name) throws IOException {
        Files.copy(other.resolve(name), made.resolve(name), StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> CertificateFolder.at(made)).isInstanceOf(Refused.class);
    }

    @Test
    void aProductIsNotStartedWithoutCertificatesThatWereNamed() {
        int exit = run("up", "--data", folder.resolve("county").toString(), "--certificates",
                folder.resolve("nowhere").toString());

        assertThat(exit).isEqualTo(Exit.CANNOT_START.code());
        assertThat(err.toString()).contains("nowhere").contains("./twonets certificates");
    }

    @Test
    void aProductThatWasEncryptedIsNotStartedPlainlyByForgettingAnOption() throws IOException {
        Files.writeString(folder.resolve("county").resolve("ports.properties"), "gateway=9000\nauthority=/ca.pem\n");

        assertThat(run("up", "--data", folder.resolve("county").toString())).isEqualTo(Exit.USAGE.code());
        assertThat(err.toString()).contains("--certificates DIR").contains("--unencrypted");
    }

    @Test
    void refusesANameThatIsNone() {
        assertThat(run("certificates", "--data", folder.resolve("county").toString(), "--host", "a,dns:b"))
                .isEqualTo(Exit.USAGE.code());
    }
}
