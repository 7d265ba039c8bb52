package cn.twonets.resource.service;

import cn.twonets.delivery.Cause;
import cn.twonets.events.PostId;
import cn.twonets.resource.catalogue.CatalogueDesk;
import cn.twonets.resource.catalogue.Clerks;
import cn.twonets.resource.catalogue.ProviderDesk;
import cn.twonets.resource.catalogue.file.StarterCatalogue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.SmartLifecycle;

/**
 * Publishes the starter catalogue where it is not there yet, beside the service's start, as soon as events can flow; tried
 * again until it is done, and the service is not ready before. Idempotent: what is there stays as it is.
 *
 * <p>It waits for the topics because a burst of records to partitions that are just being made can reach a new leader out
 * of order, which the broker then refuses until the client gives up.
 */
final class StarterLoad implements SmartLifecycle, HealthIndicator {
    private static final Logger LOG = LoggerFactory.getLogger(StarterLoad.class);
    private static final PostId BY = new PostId("starter-catalogue");
    private static final long PAUSE_MILLIS = 100;

    private final ProviderDesk providers;
    private final Clerks clerks;
    private final CatalogueDesk desk;
    private final HealthIndicator delivery;
    private final CountDownLatch loaded = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean running;

    /** @param delivery whether events can flow */
    StarterLoad(ProviderDesk providers, Clerks clerks, CatalogueDesk desk, HealthIndicator delivery) {
        this.providers = providers;
        this.clerks = clerks;
        this.desk = desk;
        this.delivery = delivery;
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("starter-catalogue").start(this::untilLoaded);
    }

    private void untilLoaded() {
        try {
            do {
                try {
                    Health flowing = delivery.health();
                    if (flowing != null && flowing.getStatus().equals(Status.UP)) {
                        load();
                        loaded.countDown();
                        return;
                    }
                } catch (RuntimeException e) {
                    LOG.warn("The starter catalogue is not published yet: {}", e.toString());
                }
            } while (!stopped.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void load() {
        StarterCatalogue starter = StarterCatalogue.read();
        starter.providers().forEach(this::register);
        Cause cause = new Cause("starter-catalogue", null);
        starter.services().forEach(
                entry -> desk.create(entry.id(), entry.provider(), entry.terms(), BY, cause, null));
    }

    /** Who was ended since stays ended. */
    private void register(StarterCatalogue.Organization one) {
        providers.register(one.id(), one.name(), one.kind(), null);
        one.clerks().stream()
                .filter(post -> clerks.find(post).isEmpty())
                .forEach(post -> providers.name(one.id(), post, null));
    }

    @Override
    public void stop() {
        running = false;
        stopped.countDown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public Health health() {
        return (loaded.getCount() == 0 ? Health.up() : Health.outOfService()).build();
    }
}
