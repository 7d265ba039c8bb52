package cn.twonets.broker;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/**
 * What a {@link BrokerSecurity} asks of the broker: settings before it starts; users and rights, which lie in its own log,
 * as soon as it runs. The broker itself, and only this process, logs in as a user of its own with a password that is made
 * anew at each start and never written down.
 */
final class ClosedBroker {
    private static final String SELF = "broker";
    private static final int ITERATIONS = 8_192;
    private static final int SECRET_BYTES = 32;

    private final BrokerSecurity security;
    private final String secret;

    ClosedBroker(BrokerSecurity security) {
        this.security = security;
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        this.secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    /** Adds what closes it; the listeners are CLIENT and CONTROLLER. */
    void close(Properties settings) {
        settings.put("listener.security.protocol.map", "CLIENT:SASL_SSL,CONTROLLER:SASL_SSL");
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512,PLAIN");
        settings.put("sasl.mechanism.inter.broker.protocol", "PLAIN");
        settings.put("sasl.mechanism.controller.protocol", "PLAIN");
        settings.put("listener.name.client.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.put("listener.name.client.plain.sasl.jaas.config",
                ownLogin() + " user_" + SELF + "=\"" + secret + "\";");
        settings.put("listener.name.controller.sasl.enabled.mechanisms", "PLAIN");
        settings.put("listener.name.controller.plain.sasl.jaas.config",
                ownLogin() + " user_" + SELF + "=\"" + secret + "\";");
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.key", security.key());
        settings.put("ssl.keystore.certificate.chain", security.certificates());
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.certificates", security.authorities());
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:" + SELF);
        settings.put("allow.everyone.if.no.acl.found", "false");
    }

    private String ownLogin() {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + SELF + "\" password=\""
                + secret + "\"";
    }

    /** Makes users and rights of the running broker what they are to be. */
    void admit(String bootstrapServers) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers", bootstrapServers,
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", ownLogin() + ";",
                "ssl.truststore.type", "PEM",
                "ssl.truststore.certificates", security.authorities()))) {
            Collection<AclBinding> given = admin.describeAcls(AclBindingFilter.ANY).values().get();
            List<AclBindingFilter> stale = given.stream()
                    .filter(right -> !security.rights().contains(right))
                    .map(AclBinding::toFilter)
                    .toList();
            admin.deleteAcls(stale).all().get();
            admin.createAcls(security.rights()).all().get();
            admin.alterUserScramCredentials(users(admin)).all().get();
        }
    }

    private List<UserScramCredentialAlteration> users(Admin admin) throws ExecutionException, InterruptedException {
        List<UserScramCredentialAlteration> users = new ArrayList<>();
        security.passwords().forEach((user, password) -> users.add(new UserScramCredentialUpsertion(user,
                new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), password)));
        admin.describeUserScramCredentials().users().get().stream()
                .filter(user -> !security.passwords().containsKey(user))
                .forEach(user -> users.add(new UserScramCredentialDeletion(user, ScramMechanism.SCRAM_SHA_512)));
        return users;
    }
}
