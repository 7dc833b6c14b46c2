package io.millrace.testing.simulation;

import io.millrace.server.engine.EngineSettings.Consistency;
import io.millrace.testing.simulation.JobSimulation.Faults;
import io.millrace.testing.simulation.JobSimulation.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Many simulations, each from one seed: first a job is run undisturbed, then again and again with crashes at steps of that run.
 * Started by hand for long runs: {@code Simulations COUNT [FIRST_SEED]}.
 */
public final class Simulations {
    private long crashes;
    private long epochsSeen;

    private Simulations() {}

    public static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        for (SimulatedJob.Shape shape : SimulatedJob.Shape.values()) {
            if (arguments.length > 2 && !arguments[2].equals(shape.name())) {
                continue;
            }
            long began = System.nanoTime();
            long crashes = run(shape, first, count);
            System.out.println(shape + ": " + count + " seeds from " + first + ", " + crashes + " crashes, "
                    + (System.nanoTime() - began) / 1_000_000 + " ms");
        }
    }

    /** Simulates jobs of this shape with so many seeds; how many crashes there were. */
    public static long run(SimulatedJob.Shape shape, long firstSeed, int count) {
        Simulations simulations = new Simulations();
        for (int i = 0; i < count; i++) {
            long seed = firstSeed + i;
            try {
                simulations.run(shape, seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        "failed: Simulations 1 " + seed + " " + shape + "\n" + e.getMessage(), e);
            }
        }
        if (shape == SimulatedJob.Shape.EXCHANGE && count > 50 && simulations.epochsSeen == 0) {
            throw new AssertionError("no epoch was looked at");
        }
        return simulations.crashes;
    }

    private void run(SimulatedJob.Shape shape, long seed) {
        Random random = new Random(seed);
        int rows = 20 + random.nextInt(400);
        Consistency consistency = random.nextInt(3) == 0 ? Consistency.EPOCH : Consistency.EVENTUAL;
        int[] stepMillis = {1, 20, 400};
        Pace pace = new Pace(consistency, 1 + random.nextInt(200), stepMillis[random.nextInt(3)]);
        int parallelism = 1 + random.nextInt(3);
        long steps = once(shape, seed, rows, Faults.none(parallelism, pace));
        List<Integer> parallelisms = new ArrayList<>();
        List<Long> crashAt = new ArrayList<>();
        int lives = 1 + random.nextInt(4);
        for (int life = 0; life < lives; life++) {
            parallelisms.add(random.nextInt(3) == 0 ? 1 + random.nextInt(4) : parallelism);
            crashAt.add(1 + (long) (random.nextDouble() * steps));
        }
        List<Long> failures = new ArrayList<>();
        for (int life = 0; life < lives && random.nextInt(3) == 0; life++) {
            failures.add(1L + random.nextInt(300));
        }
        once(shape, seed, rows, new Faults(parallelisms, crashAt, failures, pace));
        crashes += lives;
    }

    private long once(SimulatedJob.Shape shape, long seed, int rows, Faults faults) {
        String name = shape + "-" + seed + "-" + faults.hashCode();
        try {
            SimulatedJob job = SimulatedJob.of(shape, name, rows);
            JobSimulation simulation = new JobSimulation(seed, job.graph(), faults);
            boolean epochs = faults.pace().consistency() == Consistency.EPOCH && faults.crashes().isEmpty();
            if (epochs && shape == SimulatedJob.Shape.EXCHANGE) {
                Ledger ledger = Ledger.named(name);
                ledger.whenWhole(() -> {
                    epochsSeen++;
                    requireOnePrefix(ledger.table("all"), ledger.table("again"));
                });
            }
            try {
                long steps = simulation.run();
                compare(job, Ledger.named(name));
                return steps;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        e.getMessage() + "\n" + rows + " rows, " + faults + "\n" + simulation, e);
            }
        } finally {
            Ledger.forget(name);
        }
    }

    /** Two tables made of one scan show the same at the end of every epoch, and of every split the first rows. */
    private static void requireOnePrefix(Map<String, Long> one, Map<String, Long> other) {
        if (!one.equals(other)) {
            throw new AssertionError("an epoch shows two tables of different rows: " + differences(one, other));
        }
        Map<Long, TreeSet<Long>> bySplit = new TreeMap<>();
        for (String row : one.keySet()) {
            long id = Long.parseLong(row.substring(row.indexOf(',') + 1));
            bySplit.computeIfAbsent(id / NumberSource.ID_STEP, split -> new TreeSet<>()).add(id % NumberSource.ID_STEP);
        }
        bySplit.forEach((split, rows) -> {
            if (rows.last() != rows.size() - 1) {
                throw new AssertionError("an epoch shows of split " + split + " not the first rows: " + rows);
            }
        });
    }

    private static void compare(SimulatedJob job, Ledger ledger) {
        job.expected().forEach((table, expected) -> {
            Map<String, Long> actual = ledger.table(table);
            if (!actual.equals(expected)) {
                throw new AssertionError("table " + table + " differs: " + differences(expected, actual));
            }
        });
    }

    private static String differences(Map<String, Long> expected, Map<String, Long> actual) {
        TreeSet<String> rows = new TreeSet<>(expected.keySet());
        rows.addAll(actual.keySet());
        StringBuilder text = new StringBuilder();
        int count = 0;
        for (String row : rows) {
            long want = expected.getOrDefault(row, 0L);
            long have = actual.getOrDefault(row, 0L);
            if (want != have && count++ < 10) {
                text.append("\n  (").append(row).append(") ").append(have).append(" times instead of ").append(want);
            }
        }
        return count + " rows" + text;
    }
}
