package io.millrace.testing.simulation;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A few seeds of each shape; {@code Simulations} runs as many as one likes, and the one that a failure names. */
final class JobSimulationTest {
    private static final int SEEDS = 12;

    @ParameterizedTest
    @EnumSource
    void whatIsCommittedAfterCrashesIsWhatAModelSays(SimulatedJob.Shape shape) {
        Simulations.run(shape, Long.getLong("millrace.seed", 1L), SEEDS);
    }
}
