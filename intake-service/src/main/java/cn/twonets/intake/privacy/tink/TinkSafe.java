package cn.twonets.intake.privacy.tink;

import cn.twonets.intake.privacy.Protected;
import cn.twonets.intake.privacy.Safe;
import cn.twonets.intake.privacy.Sealed;
import cn.twonets.intake.privacy.UnreadableException;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.prf.PrfSet;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;

/** AES-256-GCM with the owner as associated data, and HMAC-SHA-256 for marks. Keysets may hold several keys. */
public final class TinkSafe implements Safe {
    private static final int MARK_BYTES = 32;

    private final Aead aead;
    private final PrfSet prf;

    /** @throws IllegalArgumentException if the keysets are not of these kinds */
    TinkSafe(KeysetHandle sealing, KeysetHandle marking) {
        try {
            this.aead = sealing.getPrimitive(RegistryConfiguration.get(), Aead.class);
            this.prf = marking.getPrimitive(RegistryConfiguration.get(), PrfSet.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the keysets do not fit: " + e.getMessage(), e);
        }
    }

    @Override
    public Sealed seal(Protected secret, String owner) {
        try {
            return new Sealed(
                    Base64.getEncoder().encodeToString(aead.encrypt(bytes(secret.plain()), bytes(owner))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot encrypt", e);
        }
    }

    @Override
    public Protected open(Sealed sealed, String owner) {
        try {
            byte[] plain = aead.decrypt(Base64.getDecoder().decode(sealed.text()), bytes(owner));
            return new Protected(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnreadableException("what is sealed for " + owner + " cannot be opened with these keys", e);
        }
    }

    @Override
    public String mark(String purpose, String value) {
        try {
            return HexFormat.of().formatHex(prf.computePrimary(bytes(purpose + "\n" + value), MARK_BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot compute a mark", e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
