package cn.twonets.broker;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclBinding;

/**
 * How a broker is closed: clients speak to it by TLS only, log in by SCRAM-SHA-512, and may do what is listed and nothing
 * else.
 *
 * @param certificates the broker's own, then those that vouch for it, as PEM; must hold for 127.0.0.1
 * @param key the broker's private key, as PEM (PKCS #8)
 * @param authorities whose certificates the broker trusts when it speaks to itself, as PEM
 * @param passwords of all users; whoever is not named cannot log in
 * @param rights what they may do; rights that a folder still has from earlier and that are not named here are taken away
 */
public record BrokerSecurity(
        String certificates,
        String key,
        String authorities,
        Map<String, String> passwords,
        List<AclBinding> rights) {

    public BrokerSecurity {
        passwords = Map.copyOf(passwords);
        rights = List.copyOf(rights);
    }

    /** Tells neither key nor passwords. */
    @Override
    public String toString() {
        return "closed to all but " + passwords.keySet();
    }
}
