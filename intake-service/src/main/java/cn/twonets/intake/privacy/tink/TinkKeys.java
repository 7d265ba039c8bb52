package cn.twonets.intake.privacy.tink;

import cn.twonets.events.HouseholdId;
import cn.twonets.intake.privacy.MasterKeys;
import cn.twonets.intake.privacy.Owner;
import cn.twonets.intake.privacy.Protected;
import cn.twonets.intake.privacy.Sealed;
import cn.twonets.intake.privacy.UnreadableException;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.prf.PrfSet;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Wraps by AES-256-GCM with the household as associated data, marks by HMAC-SHA-256. Keysets may hold several keys. */
public final class TinkKeys implements MasterKeys {
    private static final int MARK_BYTES = 32;

    private final Aead aead;
    private final PrfSet prf;
    private final String primary;
    private final Set<String> known;

    /** @throws IllegalArgumentException if the keysets are not of these kinds */
    TinkKeys(KeysetHandle sealing, KeysetHandle marking) {
        try {
            this.aead = sealing.getPrimitive(RegistryConfiguration.get(), Aead.class);
            this.prf = marking.getPrimitive(RegistryConfiguration.get(), PrfSet.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the keysets do not fit: " + e.getMessage(), e);
        }
        this.primary = name(sealing.getPrimary());
        this.known = IntStream.range(0, sealing.size())
                .mapToObj(sealing::getAt)
                .filter(entry -> entry.getStatus() == KeyStatus.ENABLED)
                .map(TinkKeys::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    static String name(KeysetHandle.Entry entry) {
        return Integer.toUnsignedString(entry.getId());
    }

    @Override
    public String primary() {
        return primary;
    }

    @Override
    public Set<String> known() {
        return known;
    }

    @Override
    public String wrap(byte[] key, HouseholdId household) {
        try {
            return Base64.getEncoder().encodeToString(aead.encrypt(key, wrapping(household)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot wrap a key", e);
        }
    }

    @Override
    public byte[] unwrap(String wrapped, HouseholdId household) {
        try {
            return aead.decrypt(Base64.getDecoder().decode(wrapped), wrapping(household));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnreadableException("the key of household " + household + " cannot be unwrapped", e);
        }
    }

    @Override
    public Protected openDirect(Sealed sealed, Owner owner) {
        try {
            byte[] plain = aead.decrypt(Base64.getDecoder().decode(sealed.text()), bytes(owner.text()));
            return new Protected(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new UnreadableException("what is sealed for " + owner.text() + " cannot be opened", e);
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

    /** No owner reads so: no household's id has a colon. */
    private static byte[] wrapping(HouseholdId household) {
        return bytes("key:" + household.value());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
