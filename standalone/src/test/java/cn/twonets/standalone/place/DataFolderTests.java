package cn.twonets.standalone.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTests {
    @TempDir
    Path parent;

    @Test
    void isForItsOwnerAlone() throws Exception {
        DataFolder folder = DataFolder.at(parent.resolve("data")).create();
        Path part = folder.part("issuer");
        DataFolder.write(part.resolve("secret"), "s");

        assertThat(mode(folder.root())).isEqualTo("rwx------");
        assertThat(mode(part)).isEqualTo("rwx------");
        assertThat(mode(part.resolve("secret"))).isEqualTo("rw-------");
    }

    @Test
    void givesEachPartToOneHolderAtATime() {
        DataFolder folder = DataFolder.at(parent.resolve("data")).create();
        DataFolder again = DataFolder.at(parent.resolve("data"));
        DataFolder.Held store = folder.hold("store");
        again.hold("broker").close();

        assertThatThrownBy(() -> again.hold("store")).isInstanceOf(Refused.class)
                .hasMessageContaining("is in use").hasMessageContaining("store")
                .hasMessageContaining("" + ProcessHandle.current().pid());

        store.close();
        again.hold("store").close();
    }

    @Test
    void remembersThePortsOfItsProduct() {
        DataFolder folder = DataFolder.at(parent.resolve("data")).create();
        assertThat(folder.rememberedPorts()).isEmpty();
        folder.remember(Ports.from(9000), null);
        assertThat(folder.rememberedPorts()).contains(Ports.from(9000));
    }

    private static String mode(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
