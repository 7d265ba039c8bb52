package cn.twonets.transport.spring;

import cn.twonets.transport.Transport;
import cn.twonets.transport.UnsafeSettingException;
import cn.twonets.transport.kafka.BrokerAccess;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How the application opens its connections, for whoever opens one. */
@AutoConfiguration(after = SslAutoConfiguration.class)
@EnableConfigurationProperties(TransportProperties.class)
public class TransportAutoConfiguration {
    /** @throws UnsafeSettingException if the bundle is not there or cannot be used */
    @Bean
    Transport transport(TransportProperties properties, ObjectProvider<SslBundles> bundles) {
        String name = properties.bundle();
        if (name == null) {
            return Transport.plain();
        }
        try {
            SslBundles known = bundles.getObject();
            // Asked for now, so that what cannot be used is told at the start; later, so that renewed files are seen.
            known.getBundle(name).createSslContext();
            return Transport.encrypted(() -> known.getBundle(name).createSslContext());
        } catch (RuntimeException e) {
            throw new UnsafeSettingException("The SSL bundle " + name + " cannot be used (" + rootOf(e)
                    + "): look at spring.ssl.bundle.pem." + name + ".", e);
        }
    }

    private static String rootOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.toString();
    }

    /** For applications that speak to Kafka. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.apache.kafka.clients.CommonClientConfigs")
    @EnableConfigurationProperties(BrokerProperties.class)
    static class Brokers {
        @Bean
        BrokerAccess brokerAccess(BrokerProperties properties, Transport transport) {
            return BrokerAccess.of(properties.bootstrapServers(), properties.client(), properties.user(),
                    properties.passwordFile(), transport);
        }
    }
}
