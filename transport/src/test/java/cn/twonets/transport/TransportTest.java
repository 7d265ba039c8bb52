package cn.twonets.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {
    private static final SSLContext CONTEXT = context();

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8081", "HTTP://intake", "intake:8081", "/relative"})
    void refusesAPlainAddressOnceEncrypted(String address) {
        Transport encrypted = Transport.encrypted(() -> CONTEXT);

        assertThatThrownBy(() -> encrypted.require("twonets.intake.uri", URI.create(address)))
                .isInstanceOf(UnsafeSettingException.class)
                .hasMessageContaining("twonets.intake.uri is " + address);
        assertThat(Transport.plain().require("twonets.intake.uri", URI.create(address))).hasToString(address);
    }

    @Test
    void takesAnEncryptedAddressEitherWay() {
        URI address = URI.create("https://intake:8081");

        assertThat(Transport.encrypted(() -> CONTEXT).require("twonets.intake.uri", address)).isEqualTo(address);
        assertThat(Transport.plain().require("twonets.intake.uri", address)).isEqualTo(address);
    }

    @Test
    void givesItsClientsTheContext() {
        assertThat(Transport.encrypted(() -> CONTEXT).http().build().sslContext()).isSameAs(CONTEXT);
        assertThat(Transport.plain().context()).isEmpty();
    }

    @Test
    void asksForTheContextEachTimeSoThatRenewedCertificatesAreSeen() {
        AtomicInteger asked = new AtomicInteger();
        Transport encrypted = Transport.encrypted(() -> {
            asked.incrementAndGet();
            return CONTEXT;
        });
        encrypted.context();
        encrypted.context();

        assertThat(asked).hasValue(2);
    }

    private static SSLContext context() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
