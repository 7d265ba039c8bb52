package cn.twonets.fuzzing;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Feeds one decoder: first what is committed, then changes of it and of whatever led to an outcome not seen before. An
 * input that fails is made as short as it goes, kept below {@code target/fuzz}, and printed with the seed.
 *
 * <p>
 * {@code -Dtwonets.fuzz.inputs=} says how many changes are tried, {@code -Dtwonets.fuzz.seed=} with which seed.
 */
public final class DecoderFuzz {
    private static final int USUAL = 10_000;
    private static final long SEED = 20_261_121L;
    private static final int MOST_KEPT = 2_000;
    private static final int LONGEST_KEPT = 8 * 1024;
    private static final int MOST_SHOWN = 12;
    private static final int MOST_SHORTENINGS = 3_000;
    /** Far more than any input can take: what is not done by then hangs. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);
    /** Less than a thread of a service has, so that what goes as deep as its input is found. */
    private static final long STACK = 384 * 1024;

    private final Corpus corpus;
    private final List<String> words;
    private final List<byte[]> pool = new ArrayList<>();
    private final Map<String, Long> outcomes = new TreeMap<>();
    private final AtomicLong since = new AtomicLong(Long.MAX_VALUE);
    private final long seed = Long.getLong("twonets.fuzz.seed", SEED);
    private int inputs = Integer.getInteger("twonets.fuzz.inputs", USUAL);
    private final String decoder;
    private volatile byte[] current = new byte[0];
    private volatile @Nullable AssertionError failure;

    private DecoderFuzz(String decoder, List<String> words) {
        this.decoder = decoder;
        this.corpus = new Corpus(decoder);
        this.words = words;
    }

    /** What is tried. */
    @FunctionalInterface
    public interface Target {
        /**
         * Decodes; catches what the decoder is documented to throw, and nothing else.
         *
         * @return what came of it, as a word of few: each new one is worth more changes of that input
         * @throws Exception what is not documented
         */
        String feed(byte[] input) throws Exception;
    }

    /**
     * A decoder.
     *
     * @param decoder its name: the folder below {@code src/test/resources/fuzz}
     * @param words of its format
     */
    public static DecoderFuzz of(String decoder, List<String> words) {
        return new DecoderFuzz(decoder, words);
    }

    /** Begins with these as well: good inputs that stand elsewhere already. */
    public DecoderFuzz from(Collection<byte[]> good) {
        pool.addAll(good);
        return this;
    }

    /** A tenth of the usual number of inputs, for what reckons long about each. */
    public DecoderFuzz slowly() {
        inputs = Math.max(1, inputs / 10);
        return this;
    }

    /**
     * Feeds it.
     *
     * @return how often each outcome came
     * @throws AssertionError naming the first input that it does not bear
     */
    public Map<String, Long> feed(Target target) throws InterruptedException {
        pool.addAll(corpus.inputs());
        Thread feeding = new Thread(null, () -> feedAll(target), "fuzz-" + decoder, STACK);
        feeding.setDaemon(true);
        feeding.start();
        while (feeding.isAlive()) {
            feeding.join(1_000);
            if (feeding.isAlive() && System.nanoTime() - since.get() > PATIENCE) {
                throw failed(current,
                        new IllegalStateException("hangs at " + Arrays.toString(feeding.getStackTrace())));
            }
        }
        if (failure != null) {
            throw failure;
        }
        System.out.println("fuzz " + decoder + ": seed " + seed + ", " + inputs + " inputs, " + outcomes.size()
                + " outcomes, of these most often " + outcomes.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed()).limit(MOST_SHOWN).toList());
        return Map.copyOf(outcomes);
    }

    private void feedAll(Target target) {
        SplittableRandom random = new SplittableRandom(seed ^ decoder.hashCode());
        Mutator mutator = new Mutator(random, words);
        Set<String> seen = new HashSet<>();
        for (byte[] input : List.copyOf(pool)) {
            if (!feedOne(target, input, seen)) {
                return;
            }
        }
        for (int i = 0; i < inputs; i++) {
            byte[] from = pool.get(random.nextInt(pool.size()));
            byte[] input = mutator.changed(from, pool.get(random.nextInt(pool.size())));
            if (!feedOne(target, input, seen)) {
                return;
            }
        }
    }

    private boolean feedOne(Target target, byte[] input, Set<String> seen) {
        Throwable fault = fault(target, input, seen);
        if (fault == null) {
            return true;
        }
        byte[] shortest = shortened(target, input, fault.getClass());
        Throwable last = fault(target, shortest, seen);
        failure = failed(shortest, last == null ? fault : last);
        return false;
    }

    private @Nullable Throwable fault(Target target, byte[] input, Set<String> seen) {
        current = input;
        since.set(System.nanoTime());
        try {
            String outcome = target.feed(input.clone());
            if (seen.add(outcome) && pool.size() < MOST_KEPT && input.length <= LONGEST_KEPT) {
                pool.add(input);
            }
            outcomes.merge(outcome, 1L, Long::sum);
            return null;
        } catch (Throwable fault) {
            // errors too: a stack or heap that overflows is what is looked for
            return fault;
        } finally {
            since.set(Long.MAX_VALUE);
        }
    }

    private byte[] shortened(Target target, byte[] input, Class<?> kind) {
        byte[] shortest = input;
        int tries = 0;
        for (int piece = Math.max(1, input.length / 2); piece > 0; piece /= 2) {
            for (int at = 0; at < shortest.length && tries++ < MOST_SHORTENINGS;) {
                byte[] shorter = without(shortest, at, Math.min(shortest.length, at + piece));
                Throwable fault = fault(target, shorter, new HashSet<>());
                if (fault != null && fault.getClass() == kind) {
                    shortest = shorter;
                } else {
                    at += piece;
                }
            }
        }
        return shortest;
    }

    private static byte[] without(byte[] input, int from, int to) {
        byte[] rest = Arrays.copyOf(input, input.length - (to - from));
        System.arraycopy(input, to, rest, from, input.length - to);
        return rest;
    }

    private AssertionError failed(byte[] input, Throwable cause) {
        Path kept = corpus.keep(input);
        return new AssertionError("%s does not bear an input of %d bytes, kept as %s (seed %d); to be committed below "
                .formatted(decoder, input.length, kept, seed) + "src/test/resources/fuzz/" + decoder + ":\n"
                + new String(input, 0, Math.min(input.length, 2_000), StandardCharsets.UTF_8), cause);
    }
}
