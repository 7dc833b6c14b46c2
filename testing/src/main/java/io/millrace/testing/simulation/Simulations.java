package io.millrace.testing.simulation;

import io.millrace.server.engine.EngineSettings.Consistency;
import io.millrace.testing.simulation.Faults.Death;
import io.millrace.testing.simulation.Faults.Life;
import io.millrace.testing.simulation.Faults.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Many simulations, each from one seed: first a job is run undisturbed, then again and again with crashes at points of
 * that run. Started by hand for long runs: {@code Simulations SEEDS FIRST_SEED [SHAPE]}.
 */
public final class Simulations {
    private static final int MOST_LIVES = 8;

    private final JobSimulation.Figures figures = new JobSimulation.Figures();
    private long epochsSeen;
    private long withdrawals;

    private Simulations() {}

    /** Prints a line for each shape of job: what a ledger of such runs keeps. */
    public static void main(String[] arguments) {
        int count = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        long first = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        for (SimulatedJob.Shape shape : SimulatedJob.Shape.values()) {
            if (arguments.length > 2 && !arguments[2].equals(shape.name())) {
                continue;
            }
            long began = System.nanoTime();
            JobSimulation.Figures figures = run(shape, first, count);
            System.out.println(
                    "seeds "
                            + first
                            + " to "
                            + (first + count - 1)
                            + "\t"
                            + shape
                            + "\t"
                            + figures
                            + "\tequal\t"
                            + (System.nanoTime() - began) / 1_000_000
                            + " ms");
        }
    }

    /** Simulates jobs of this shape with so many seeds, each with some crashes. */
    public static JobSimulation.Figures run(SimulatedJob.Shape shape, long firstSeed, int count) {
        Simulations simulations = new Simulations();
        for (int i = 0; i < count; i++) {
            long seed = firstSeed + i;
            try {
                simulations.run(shape, seed);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("failed: Simulations 1 " + seed + " " + shape + "\n" + e.getMessage(), e);
            }
        }
        if (shape == SimulatedJob.Shape.EXCHANGE && count > 50 && simulations.epochsSeen == 0) {
            throw new AssertionError("no epoch was looked at");
        }
        if (count > 50 && simulations.figures.wentBack > 10 && simulations.withdrawals == 0) {
            throw new AssertionError("nothing was ever withdrawn");
        }
        return simulations.figures;
    }

    /** Simulates a job once, and compares what it wrote with what it should have. */
    public static JobSimulation.Figures once(SimulatedJob.Shape shape, long seed, int rows, Pace pace, Faults faults) {
        return new Simulations().compared(shape, seed, rows, pace, faults);
    }

    private void run(SimulatedJob.Shape shape, long seed) {
        Random random = new Random(seed);
        int rows = 20 + random.nextInt(400);
        Consistency consistency = random.nextInt(3) == 0 ? Consistency.EPOCH : Consistency.EVENTUAL;
        int[] stepMillis = {1, 20, 400};
        Pace pace = new Pace(consistency, 1 + random.nextInt(200), stepMillis[random.nextInt(3)]);
        int parallelism = 1 + random.nextInt(3);
        long steps = compared(shape, seed, rows, pace, Faults.none(parallelism)).steps;
        List<Life> lives = new ArrayList<>();
        int count = 1 + random.nextInt(MOST_LIVES);
        for (int life = 0; life < count; life++) {
            lives.add(
                    new Life(
                            random.nextInt(3) == 0 ? 1 + random.nextInt(4) : parallelism,
                            death(random, steps),
                            trouble(random),
                            random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0));
        }
        figures.add(compared(shape, seed, rows, pace, new Faults(lives, 1 + random.nextInt(3))));
    }

    static Death death(Random random, long steps) {
        // Most of them early, so that many lives fit into one run; some in the middle of the restore.
        long most = random.nextInt(3) == 0 ? steps : Math.max(1, steps / MOST_LIVES);
        return switch (random.nextInt(4)) {
            case 0 -> new Death.AtCall(1 + random.nextInt(200));
            case 1 -> new Death.AtSink(1 + random.nextInt(20));
            default -> new Death.AfterSteps(1 + (long) (random.nextDouble() * most));
        };
    }

    private static Trouble trouble(Random random) {
        return switch (random.nextInt(12)) {
            case 0, 1 -> new Trouble.Failing(1L + random.nextInt(300));
            case 2 -> new Trouble.Full(random.nextInt(20_000));
            case 3 -> new Trouble.Slow();
            default -> new Trouble.None();
        };
    }

    private JobSimulation.Figures compared(SimulatedJob.Shape shape, long seed, int rows, Pace pace, Faults faults) {
        String name = shape + "-" + seed + "-" + faults.hashCode();
        try {
            SimulatedJob job = SimulatedJob.of(shape, name, rows);
            JobSimulation simulation = new JobSimulation(seed, job, pace, faults);
            boolean epochs = pace.consistency() == Consistency.EPOCH && faults.lives().isEmpty();
            Ledger ledger = Ledger.named(name);
            if (epochs && shape == SimulatedJob.Shape.EXCHANGE) {
                ledger.whenWhole(() -> {
                    epochsSeen++;
                    requireOnePrefix(ledger.table("all"), ledger.table("again"));
                });
            }
            try {
                JobSimulation.Figures done = simulation.run();
                compare(job, ledger);
                withdrawals += ledger.withdrawals();
                return done;
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError(
                        e.getMessage() + "\n" + rows + " rows, " + pace + ", " + faults + "\n" + simulation, e);
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
        job.expected()
                .forEach((table, expected) -> {
                    Map<String, Long> actual = ledger.table(table);
                    if (!actual.equals(expected)) {
                        throw new AssertionError("table " + table + " differs: " + differences(expected, actual));
                    }
                });
    }

    static String differences(Map<String, Long> expected, Map<String, Long> actual) {
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
