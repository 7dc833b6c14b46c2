package io.millrace.testing.simulation;

import io.millrace.coordinator.JobOutcome;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.server.engine.EngineSettings.Consistency;
import io.millrace.testing.SimulatedStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Runs a job to its end on one thread, by seed: which worker, the job master or the writer of snapshots acts next, how
 * time passes, and where the process crashes, to be started again from its last checkpoint, maybe at another
 * parallelism. Two runs with the same seed are the same.
 */
public final class JobSimulation {
    private final JobGraph graph;
    private final Faults faults;
    private final Random random;
    private final SimulatedStorage storage;
    private final SimulatedClock clock = new SimulatedClock();
    private final List<String> history = new ArrayList<>();
    private long steps;

    /**
     * What happens to a job.
     *
     * @param parallelisms of its lives, in turn
     * @param crashes after how many steps of each life it crashes; a life beyond the list comes to its end
     * @param failures the number of the storage's call that fails in each life
     */
    public record Faults(List<Integer> parallelisms, List<Long> crashes, List<Long> failures, Pace pace) {
        public static Faults none(int parallelism, Pace pace) {
            return new Faults(List.of(parallelism), List.of(), List.of(), pace);
        }
    }

    /**
     * How often barriers come, and what for.
     *
     * @param stepMillis the most time that passes in a step
     */
    public record Pace(Consistency consistency, long intervalMillis, int stepMillis) {}

    public JobSimulation(long seed, JobGraph graph, Faults faults) {
        this.graph = graph;
        this.faults = faults;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.storage = new SimulatedStorage(random.nextLong());
    }

    /** Runs it, life after life. How many steps it took. */
    public long run() {
        for (int life = 0; ; life++) {
            int parallelism = faults.parallelisms().get(life % faults.parallelisms().size());
            long crashAfter = life < faults.crashes().size() ? faults.crashes().get(life) : Long.MAX_VALUE;
            storage.failAt(life < faults.failures().size() ? faults.failures().get(life) : SimulatedStorage.NEVER);
            JobLife current =
                    new JobLife(
                            new JobLife.World(new Random(random.nextLong()), clock, storage),
                            graph,
                            parallelism,
                            faults.pace());
            JobLife.End end = current.live(crashAfter);
            history.add("life " + life + ", parallelism " + parallelism + ", " + current);
            steps += current.steps();
            switch (end) {
                case JobLife.End.Crashed crashed -> storage.crash();
                case JobLife.End.Stuck stuck -> throw new AssertionError("the job is stuck: " + stuck.where());
                case JobLife.End.Ended ended -> {
                    if (ended.outcome() instanceof JobOutcome.Finished) {
                        return steps;
                    }
                    endedEarly(ended.outcome(), life);
                    storage.crash();
                }
            }
        }
    }

    private void endedEarly(JobOutcome outcome, int life) {
        boolean expected =
                life < faults.failures().size()
                        && outcome instanceof JobOutcome.Failed failed
                        && failed.cause() instanceof MillraceException e
                        && e.kind() == MillraceException.Kind.EXTERNAL;
        if (!expected) {
            Throwable cause = outcome instanceof JobOutcome.Failed failed ? failed.cause() : null;
            throw new AssertionError("the job ended: " + outcome + ", " + history, cause);
        }
    }

    /** What happened so far. */
    @Override
    public String toString() {
        return history.toString();
    }
}
