package cn.twonets.dispatch.casework.kafka;

import cn.twonets.delivery.Subscription;
import cn.twonets.dispatch.casework.CaseDesk;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidState;
import cn.twonets.events.EventFamily;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedState;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The two topics that cases follow: what villages want, and what the aid side does. */
@Configuration(proxyBeanMethods = false)
class CaseSubscriptions {
    private static final String CONSUMER = "dispatch";

    @Bean
    Subscription<NeedEvent, NeedState> needs(CaseDesk desk) {
        return new Subscription<>(EventFamily.NEED, CONSUMER, desk::followNeeds, desk::appliedNeeds);
    }

    @Bean
    Subscription<AidEvent, AidState> resolutions(CaseDesk desk) {
        return new Subscription<>(EventFamily.AID, CONSUMER, desk::followAid, desk::appliedAid);
    }
}
