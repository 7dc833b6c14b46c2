package io.millrace.testing.simulation;

import io.millrace.server.engine.EngineSettings.Consistency;
import io.millrace.testing.simulation.Faults.Death;
import io.millrace.testing.simulation.Faults.Life;
import io.millrace.testing.simulation.Faults.Seen;
import io.millrace.testing.simulation.Faults.Trouble;
import io.millrace.testing.simulation.SimulatedJob.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A few seeds of each shape, and what must be met in any case; {@code etc/simulate-soak.sh} runs thousands. */
final class JobSimulationTest {
    private static final int SEEDS = 4;
    private static final long SEED = Long.getLong("millrace.seed", 1L);
    private static final Pace OFTEN = new Pace(Consistency.EVENTUAL, 30, 20);

    @ParameterizedTest
    @EnumSource
    void whatIsCommittedAfterCrashesIsWhatAModelSays(Shape shape) {
        Simulations.run(shape, SEED, SEEDS);
    }

    /** Some tasks have read their input to its end when the process is killed. */
    @Test
    void killedAfterTheEndOfAnInputAndRescaled() {
        for (Shape shape : List.of(Shape.STREAM_JOIN, Shape.UNION, Shape.AGGREGATE_IN_TWO)) {
            killed(shape, "an end", seen -> seen.tasks().contains("FINISHED"), 200);
        }
    }

    @Test
    void killedWhileASpillingEdgeHoldsMuch() {
        killed(
                Shape.HASH_JOIN_OF_ONE_SCAN,
                "spilled files that a checkpoint refers to",
                seen ->
                        seen.storage().names().stream().filter(name -> name.startsWith("state/spilled/")).count() >= 5
                                && seen.storage().names().stream().anyMatch(name -> name.startsWith("checkpoints/")),
                400);
    }

    @Test
    void killedInTheMiddleOfAnExplodingRow() {
        killed(Shape.EXPLODING_JOIN, "rows in hand", seen -> seen.tasks().contains("owes [Rows"), 100);
    }

    @Test
    void killedThreeTimesInARowDuringTheRestore() {
        for (int seed = 0; seed < 10; seed++) {
            List<Life> lives = new ArrayList<>();
            lives.add(new Life(2, new Death.AfterSteps(400), new Trouble.None(), 0));
            for (int life = 0; life < 3; life++) {
                lives.add(
                        new Life(1 + (seed + life) % 3, new Death.AtCall(1 + seed + 7L * life), new Trouble.None(), 0));
            }
            JobSimulation.Figures figures =
                    Simulations.once(Shape.STREAM_JOIN, SEED + seed, 300, OFTEN, new Faults(lives, 2));
            Assertions.assertEquals(4, figures.crashes);
        }
    }

    /** A call that fails while a start looks at what there is must not make it take files for nobody's. */
    @Test
    void aStorageThatFailsOnceDuringAStartCostsNothing() {
        for (int call = 1; call <= 60; call++) {
            List<Life> lives =
                    List.of(
                            new Life(2, new Death.AfterSteps(700), new Trouble.None(), 0),
                            new Life(2, new Death.AfterSteps(40), new Trouble.Failing(call), 0));
            Simulations.once(Shape.AGGREGATE, SEED, 300, OFTEN, new Faults(lives, 3));
        }
    }

    @Test
    void aFullASlowAndATearingStorageCostCheckpointsAtMost() {
        for (int seed = 0; seed < 10; seed++) {
            Death crash = new Death.AfterSteps(700);
            List<Life> lives =
                    List.of(
                            new Life(2, crash, new Trouble.Slow(), 0),
                            new Life(2, crash, new Trouble.Full(3_000), 0),
                            new Life(2, crash, new Trouble.Failing(40 + 3L * seed), 0));
            Simulations.once(Shape.AGGREGATE, SEED + seed, 300, OFTEN, new Faults(lives, 2));
        }
    }

    @Test
    void noFileIsLeftAfterAThousandCheckpointsAndFiftyCrashes() {
        JobSimulation.Figures sum = new JobSimulation.Figures();
        Pace always = new Pace(Consistency.EVENTUAL, 1, 5);
        for (int seed = 0; sum.checkpoints < 1_000 || sum.crashes < 50; seed++) {
            List<Life> lives = new ArrayList<>();
            for (int life = 0; life < 50; life++) {
                lives.add(new Life(2, new Death.AfterSteps(500 + seed), new Trouble.None(), 0));
            }
            // Every life looks for orphans when it begins, and the last one when it ends.
            sum.add(Simulations.once(Shape.STREAM_JOIN, SEED + seed, 2_000, always, new Faults(lives, 2)));
        }
        Assertions.assertEquals(0, sum.orphans, sum::toString);
    }

    /**
     * Runs a job that is killed at various points after something was seen, and then goes on with another parallelism.
     */
    private static void killed(Shape shape, String what, Predicate<Seen> seen, int within) {
        int crashes = 0;
        for (int seed = 0; seed < 6; seed++) {
            Death death = new Death.When(what, seen, 1L + (long) seed * within / 6);
            Faults faults = new Faults(List.of(new Life(2, death, new Trouble.None(), 0)), 1 + seed % 4);
            crashes += (int) Simulations.once(shape, SEED + seed, 400, OFTEN, faults).crashes;
        }
        Assertions.assertTrue(crashes >= 3, () -> what + " was hardly ever seen in " + shape);
    }
}
