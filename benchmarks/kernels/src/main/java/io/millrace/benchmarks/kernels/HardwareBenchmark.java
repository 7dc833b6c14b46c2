package io.millrace.benchmarks.kernels;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What the memory of this machine gives to one thread: bytes in order, and words at random. */
@State(Scope.Thread)
public class HardwareBenchmark {
    static final int WORDS = 1 << 25;
    static final int PROBES = 1 << 16;
    private static final int MASK = WORDS - 1;

    private final long[] words = new long[WORDS];
    private final int[] places = new int[1 << 22];
    private int next;

    @Setup
    public void fill() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < WORDS; i++) {
            words[i] = random.nextLong();
        }
        for (int i = 0; i < places.length; i++) {
            places[i] = random.nextInt() & MASK;
        }
    }

    /** Words a second, one after the other. */
    @Benchmark
    @OperationsPerInvocation(WORDS)
    public long scan() {
        long sum = 0;
        for (long word : words) {
            sum += word;
        }
        return sum;
    }

    /** Words a second, each somewhere else; the processor may ask for several at once. */
    @Benchmark
    @OperationsPerInvocation(PROBES)
    public long random() {
        long sum = 0;
        int from = next;
        for (int i = 0; i < PROBES; i++) {
            sum += words[places[from + i]];
        }
        next = from + 2 * PROBES > places.length ? 0 : from + PROBES;
        return sum;
    }
}
