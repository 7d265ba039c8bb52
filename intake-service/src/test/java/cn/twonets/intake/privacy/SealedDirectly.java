package cn.twonets.intake.privacy;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import tools.jackson.databind.json.JsonMapper;

/** Seals as it was done before households had keys of their own: with the master key itself. */
final class SealedDirectly {
    private SealedDirectly() {
    }

    static Sealed with(Path keyFile, Protected secret, String owner) throws Exception {
        String keyset = new JsonMapper().readTree(Files.readString(keyFile)).path("sealing").asString();
        Aead aead = TinkJsonProtoKeysetFormat.parseKeyset(keyset, InsecureSecretKeyAccess.get())
                .getPrimitive(RegistryConfiguration.get(), Aead.class);
        return new Sealed(Base64.getEncoder()
                .encodeToString(aead.encrypt(secret.plain().getBytes(StandardCharsets.UTF_8),
                        owner.getBytes(StandardCharsets.UTF_8))));
    }
}
