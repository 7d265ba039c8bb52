package cn.twonets.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which ports products get that are started beside each other. */
class ProductProcessTest {
    /** So many that some would meet by chance. */
    private static final int MANY = 200;

    @Test
    void givesNoPortToTwo() throws IOException {
        TreeSet<Integer> bases = new TreeSet<>();
        for (int i = 0; i < MANY; i++) {
            bases.add(ProductProcess.freeBase());
        }
        assertThat(bases).hasSize(MANY);
        for (int base : bases) {
            Integer next = bases.higher(base);
            assertThat(next == null ? Integer.MAX_VALUE : next - base).isGreaterThanOrEqualTo(13);
        }
    }

    @Test
    void showsOtherProcessesThatPortsAreSomebodys() throws IOException {
        int base = ProductProcess.freeBase();
        try (ServerSocket product = new ServerSocket(base, 1, InetAddress.getLoopbackAddress())) {
            assertThat(product.isBound()).isTrue();
        }
        assertThatThrownBy(() -> new ServerSocket(base + 13, 1, InetAddress.getLoopbackAddress()))
                .isInstanceOf(BindException.class);
    }
}
