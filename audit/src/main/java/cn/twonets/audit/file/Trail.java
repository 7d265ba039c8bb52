package cn.twonets.audit.file;

import cn.twonets.api.sensitive.RecordUnavailableException;
import cn.twonets.audit.ChainId;
import cn.twonets.audit.Claim;
import cn.twonets.audit.Entry;
import cn.twonets.audit.EntryFields;
import cn.twonets.audit.Reference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one running instance of a service writes down. Begins a chain at the first entry; another one when that has grown
 * long or could not be written. While none can be begun everything is refused.
 */
public final class Trail implements AutoCloseable {
    /** Whose chains tell who looked into the audit; every service anchors those that it finds in its folder. */
    public static final String AUDITOR = "auditor";

    /** Whose chains tell what operators did beside HTTP, by commands; anchored like those of auditors. */
    public static final String OPERATOR = "operator";

    private static final Set<String> COMMANDS = Set.of(AUDITOR, OPERATOR);
    /** A backup of much data takes hours, and its end is anchored too if a service was started meanwhile. */
    private static final Duration LONGEST_COMMAND = Duration.ofDays(1);
    private static final Logger LOG = LoggerFactory.getLogger(Trail.class);

    private final String service;
    private final TrailSettings settings;
    private final Clock clock;
    private final WriteObserver observer;
    private final RandomGenerator random = new SecureRandom();
    private final ReentrantLock changing = new ReentrantLock();
    private final ScheduledExecutorService flusher = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("audit-", 0).factory());
    private final AtomicBoolean flushing = new AtomicBoolean();
    private final List<Claim> unanchored = new ArrayList<>();
    private volatile @Nullable ChainWriter writer;
    private volatile @Nullable IOException failure;
    private long tryAgainAt;
    private Instant since = Instant.EPOCH;
    private boolean closed;

    /** @param clock real time, whatever time it is in the product */
    public Trail(String service, TrailSettings settings, Clock clock, WriteObserver observer) {
        this.service = service;
        this.settings = settings;
        this.clock = clock;
        this.observer = observer;
    }

    /**
     * Keeps an entry; returns once it is kept.
     *
     * @throws RecordUnavailableException if it cannot be: then what it speaks of must not happen
     */
    public Reference keep(Entry entry) {
        try {
            Appended appended = append(EntryFields.of(entry));
            appended.chain().await(appended.number(), settings.patience());
            return new Reference(appended.chain().id(), appended.number());
        } catch (IOException e) {
            throw refused(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(e);
        }
    }

    /**
     * Keeps an entry soon: with the next that somebody waits for, or some milliseconds later. One that cannot be kept is
     * counted; what it speaks of has happened already.
     */
    public void note(Entry entry) {
        try {
            append(EntryFields.of(entry));
            if (flushing.compareAndSet(false, true)) {
                flusher.schedule(this::flush, settings.outcomesWithin().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (IOException | RejectedExecutionException e) {
            observer.outcomeLost();
            LOG.warn("The outcome of an act was not written down: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            observer.outcomeLost();
        }
    }

    /**
     * Whether entries can be kept now; tries to begin a chain where there is none, and begins another if the file of the
     * present one was taken away.
     */
    public boolean isWritable() {
        try {
            ChainWriter present = writer;
            if (present != null && present.isUsable()) {
                look(present);
            }
            chain();
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Why nothing can be kept at present. */
    public Optional<String> trouble() {
        IOException last = failure;
        return last == null ? Optional.empty() : Optional.of(last.toString());
    }

    /**
     * What is to be anchored: how far the chain at hand is kept, and once each what was found or ended.
     *
     * @param by the chain that says so
     */
    public record Standing(ChainId by, List<Claim> claims) {}

    /** What is to be anchored now; empty while no chain was ever begun. Claims other than the present one come once. */
    public Optional<Standing> standing() {
        changing.lock();
        try {
            ChainWriter chain = writer;
            if (chain == null) {
                return Optional.empty();
            }
            // what was put back may be told anew as well
            Set<Claim> claims = new LinkedHashSet<>(unanchored);
            unanchored.clear();
            claims.addAll(ofCommands());
            claims.add(chain.kept());
            return Optional.of(new Standing(chain.id(), List.copyOf(claims)));
        } finally {
            changing.unlock();
        }
    }

    /** Whether those chains are written by commands, which end at once and have nobody to anchor them. */
    static boolean isOfCommands(ChainId chain) {
        return COMMANDS.contains(chain.service());
    }

    private List<Claim> ofCommands() {
        try {
            return Predecessors.ofCommands(settings.folder(), since);
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("the folder of chains cannot be listed now: {}", e.toString());
            return List.of();
        }
    }

    /** Takes claims back that could not be anchored, to be told again. */
    public void putBack(List<Claim> claims) {
        changing.lock();
        try {
            unanchored.addAll(claims);
        } finally {
            changing.unlock();
        }
    }

    private static void look(ChainWriter present) {
        try {
            present.requireFile();
        } catch (IOException e) {
            LOG.error("The audit chain {} was tampered with while it was written: {}", present.id(), e.toString());
        }
    }

    private void flush() {
        flushing.set(false);
        ChainWriter chain = writer;
        if (chain == null) {
            return;
        }
        try {
            chain.flush(settings.patience());
        } catch (IOException e) {
            observer.outcomeLost();
            LOG.warn("Outcomes of acts were not written down: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Appended(ChainWriter chain, long number) {}

    private Appended append(byte[] fields) throws IOException, InterruptedException {
        while (true) {
            ChainWriter chain = chain();
            try {
                return new Appended(chain, chain.append(fields));
            } catch (ChainWriter.ClosedChainException rolled) {
                LOG.debug("the chain {} was closed meanwhile", chain.id());
            }
        }
    }

    private ChainWriter chain() throws IOException, InterruptedException {
        ChainWriter chain = writer;
        if (chain != null && chain.isUsable() && chain.size() < settings.mostBytes()) {
            return chain;
        }
        changing.lock();
        try {
            chain = writer;
            if (chain != null && chain.isUsable() && chain.size() < settings.mostBytes()) {
                return chain;
            }
            return begin(chain);
        } finally {
            changing.unlock();
        }
    }

    private ChainWriter begin(@Nullable ChainWriter last) throws IOException, InterruptedException {
        IOException before = failure;
        if (closed) {
            throw new IOException("the audit of this service is closed");
        }
        if (before != null && System.nanoTime() - tryAgainAt < 0) {
            throw before;
        }
        try {
            if (last != null) {
                end(last);
            }
            Files.createDirectories(settings.folder());
            since = clock.instant().minus(LONGEST_COMMAND);
            List<Claim> found = Predecessors.found(settings.folder(), service);
            ChainWriter next = ChainWriter.open(settings.folder(),
                    ChainId.begin(service, clock.instant(), random), found, settings.sync(), clock, observer,
                    settings.patience());
            unanchored.addAll(found);
            writer = next;
            failure = null;
            LOG.info("Writes the audit chain {}", next.id());
            return next;
        } catch (IOException e) {
            if (before == null) {
                LOG.error("The audit cannot be written, so nothing is done until it can be: {}", e.toString());
            }
            failure = e;
            tryAgainAt = System.nanoTime() + settings.retryAfter().toNanos();
            throw e;
        }
    }

    private void end(ChainWriter last) throws InterruptedException {
        try {
            last.close(settings.patience());
            unanchored.add(last.kept());
        } catch (IOException e) {
            // what it ends with is found, and told, by the chain that begins now
            LOG.warn("The audit chain {} was given up: {}", last.id(), e.toString());
        }
    }

    private RecordUnavailableException refused(Exception why) {
        observer.refused();
        return new RecordUnavailableException("the audit cannot be written", why);
    }

    /** Ends the chain; nothing can be kept afterwards. What is to be anchored last is still told by {@link #standing}. */
    @Override
    public void close() {
        changing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            flusher.shutdownNow();
            ChainWriter last = writer;
            if (last != null) {
                last.close(settings.patience());
            }
        } catch (IOException e) {
            LOG.warn("The audit was not ended in good order: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            changing.unlock();
        }
    }
}
