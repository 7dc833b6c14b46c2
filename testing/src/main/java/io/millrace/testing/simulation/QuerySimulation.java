package io.millrace.testing.simulation;

import io.millrace.dataflow.graph.JobGraph;
import io.millrace.server.engine.EngineSettings.Consistency;
import io.millrace.testing.simulation.Faults.Life;
import io.millrace.testing.simulation.Faults.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A planned query in the simulator: it is run undisturbed, and then again with crashes at points of that run, between
 * which its parallelism changes. What its sinks committed in the end must be the same.
 */
public final class QuerySimulation {
    private static final int MOST_LIVES = 3;
    private static final int MOST_TASKS = 3;

    private QuerySimulation() {}

    /** Runs a plan whose sinks are {@link LedgerSink}s of this ledger. Two runs with the same seed are the same. */
    public static JobSimulation.Figures run(String ledger, JobGraph graph, long seed) {
        Random random = new Random(seed);
        SimulatedJob job = new SimulatedJob(ledger, graph, Map.of());
        Consistency consistency = random.nextInt(4) == 0 ? Consistency.EPOCH : Consistency.EVENTUAL;
        Pace pace = new Pace(consistency, 1L + random.nextInt(40), random.nextBoolean() ? 1 : 20);
        int parallelism = 1 + random.nextInt(MOST_TASKS);
        try {
            JobSimulation undisturbed = new JobSimulation(seed, job, pace, Faults.none(parallelism));
            long steps = undisturbed.run().steps;
            Map<String, Map<String, Long>> expected = Ledger.named(ledger).tables();
            Ledger.forget(ledger);
            List<Life> lives = new ArrayList<>();
            for (int life = 1 + random.nextInt(MOST_LIVES); life > 0; life--) {
                int tasks = 1 + random.nextInt(MOST_TASKS);
                lives.add(new Life(tasks, Simulations.death(random, steps), new Trouble.None(), 0));
            }
            Faults faults = new Faults(lives, 1 + random.nextInt(MOST_TASKS));
            JobSimulation disturbed = new JobSimulation(seed, job, pace, faults);
            try {
                JobSimulation.Figures figures = disturbed.run();
                compare(expected, Ledger.named(ledger));
                return figures;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(e.getMessage() + "\n" + pace + ", " + faults + "\n" + disturbed, e);
            }
        } finally {
            Ledger.forget(ledger);
        }
    }

    private static void compare(Map<String, Map<String, Long>> expected, Ledger ledger) {
        expected.forEach((table, rows) -> {
            Map<String, Long> actual = ledger.table(table);
            if (!actual.equals(rows)) {
                throw new AssertionError("table " + table + " differs: " + Simulations.differences(rows, actual));
            }
        });
        Map<String, Map<String, Long>> more = ledger.tables();
        more.keySet().removeAll(expected.keySet());
        more.values().removeIf(Map::isEmpty);
        if (!more.isEmpty()) {
            throw new AssertionError("tables that should be empty: " + more);
        }
    }
}
