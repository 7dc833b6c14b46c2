package io.millrace.data;

import java.util.Random;

/**
 * Runs a test with many seeds and says which one failed; the system property {@code millrace.seed} repeats that one.
 */
final class Seeds {

    /** A test of one seed. */
    interface Body {
        void run(Random random) throws Exception;
    }

    private Seeds() {}

    static void run(int count, Body body) {
        Long repeated = Long.getLong("millrace.seed");
        long first = repeated == null ? 1L : repeated;
        for (int i = 0; i < (repeated == null ? count : 1); i++) {
            long seed = first + i;
            try {
                body.run(new Random(seed * 0x9E3779B97F4A7C15L));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("failed with -Dmillrace.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
