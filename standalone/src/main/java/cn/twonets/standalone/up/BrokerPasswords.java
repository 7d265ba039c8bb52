package cn.twonets.standalone.up;

import cn.twonets.events.rights.BrokerUser;
import cn.twonets.standalone.place.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** The passwords of the local broker's users, made on first use and readable by the folder's owner alone. */
final class BrokerPasswords {
    private static final int BYTES = 32;

    private BrokerPasswords() {
    }

    /**
     * All of them, by user name. Called by whoever starts the broker, before anything that logs in.
     *
     * @throws cn.twonets.standalone.place.Refused if one can be neither read nor made
     */
    static Map<String, String> of(DataFolder folder) {
        return Arrays.stream(BrokerUser.values())
                .collect(Collectors.toMap(BrokerUser::word, user -> password(folder.brokerPassword(user))));
    }

    private static String password(Path file) {
        if (!Files.exists(file)) {
            byte[] random = new byte[BYTES];
            new SecureRandom().nextBytes(random);
            DataFolder.write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        }
        return DataFolder.text(file).strip();
    }
}
