package io.millrace.connectors.generators.nexmark;

/**
 * Random numbers of one event, a function of seed and event number only: SplitMix64 started at a mix of both, so that
 * any event can be made without those before it.
 */
final class Draws {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long state;

    void begin(long seed, long number) {
        state = mix(seed ^ mix(number + GOLDEN));
    }

    /** Uniform in 0 (included) to {@code bound} (excluded); the bias is below bound / 2^32. */
    int below(int bound) {
        return (int) (((next() >>> 32) * bound) >>> 32);
    }

    /** Uniform 64 bits. */
    long next() {
        state += GOLDEN;
        return mix(state);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
