package io.millrace.testing.simulation;

import io.millrace.coordinator.JobOutcome;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.testing.SimulatedStorage;
import io.millrace.testing.simulation.Faults.Life;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Runs a job to its end on one thread, by seed: which worker, the job master or the writer of snapshots acts next, how
 * time passes, and where the process dies, to be started again from its last checkpoint, maybe at another parallelism.
 * Two runs with the same seed are the same.
 */
public final class JobSimulation {
    private final Job job;
    private final Faults faults;
    private final Random random;
    private final SimulatedStorage storage;
    private final SimulatedClock clock = new SimulatedClock();
    private final List<String> history = new ArrayList<>();
    private final Figures figures = new Figures();

    /** What is run, and the ledger that its sinks write to. */
    record Job(JobGraph graph, Pace pace, Ledger ledger) {}

    /** What is counted. */
    public static final class Figures {
        public long steps;
        public long crashes;
        public long checkpoints;

        /** How often a life went back past a damaged checkpoint. */
        public long wentBack;

        /** How often none was whole, so that nothing began. */
        public long refused;

        /** Files that no checkpoint referred to when a life ended. */
        public long orphans;

        void add(Figures other) {
            steps += other.steps;
            crashes += other.crashes;
            checkpoints += other.checkpoints;
            wentBack += other.wentBack;
            refused += other.refused;
            orphans += other.orphans;
        }

        @Override
        public String toString() {
            return crashes
                    + " crashes, "
                    + checkpoints
                    + " checkpoints, "
                    + wentBack
                    + " times back past damage, "
                    + refused
                    + " times refused, "
                    + orphans
                    + " orphans";
        }
    }

    public JobSimulation(long seed, SimulatedJob job, Pace pace, Faults faults) {
        this.job = new Job(job.graph(), pace, Ledger.named(job.ledger()));
        this.faults = faults;
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
        this.storage = new SimulatedStorage(random.nextLong());
        this.job.ledger().beside(storage);
    }

    /** Runs it, life after life. */
    public Figures run() {
        for (int number = 0; ; number++) {
            boolean isLast = number >= faults.lives().size();
            Life life = isLast ? Life.calm(faults.last()) : faults.lives().get(number);
            storage.damage(life.damaged());
            if (!live(life, number)) {
                figures.refused++;
                storage.repair();
                if (!live(life, number)) {
                    throw new AssertionError("repaired, and refused again");
                }
            }
            if (isLast) {
                return figures;
            }
        }
    }

    /** False where nothing began, since no checkpoint is whole. */
    private boolean live(Life life, int number) {
        prepare(life);
        JobLife current = new JobLife(new JobLife.World(new Random(random.nextLong()), clock, storage), job, life);
        JobLife.End end = current.live();
        history.add("life " + number + " " + life + ": " + current + ", " + end);
        figures.add(current.figures());
        job.ledger().crashAt(Long.MAX_VALUE);
        switch (end) {
            case JobLife.End.Crashed crashed -> {
                figures.crashes++;
                storage.crash();
            }
            case JobLife.End.Stuck stuck -> throw new AssertionError("the job is stuck: " + stuck.where());
            case JobLife.End.Refused refused -> {
                storage.crash();
                return false;
            }
            case JobLife.End.Ended ended -> {
                if (!(ended.outcome() instanceof JobOutcome.Finished)) {
                    endedEarly(ended.outcome(), life);
                    storage.crash();
                } else if (number < faults.lives().size()) {
                    storage.crash();
                }
            }
        }
        return true;
    }

    private void prepare(Life life) {
        switch (life.trouble()) {
            case Faults.Trouble.Failing failing -> storage.failAt(failing.call());
            case Faults.Trouble.Full full -> storage.limit(storage.usedBytes() + full.moreBytes());
            case Faults.Trouble.Slow slow -> {}
            case Faults.Trouble.None none -> {}
        }
        switch (life.death()) {
            case Faults.Death.AtCall at -> storage.crashAt(at.number());
            case Faults.Death.AtSink at -> job.ledger().crashAt(at.number());
            case Faults.Death.AfterSteps after -> {}
            case Faults.Death.When when -> {}
            case Faults.Death.Never never -> {}
        }
    }

    private void endedEarly(JobOutcome outcome, Life life) {
        Throwable cause = outcome instanceof JobOutcome.Failed failed ? failed.cause() : null;
        boolean expected =
                !(life.trouble() instanceof Faults.Trouble.None)
                        && cause instanceof MillraceException e
                        && e.kind() == MillraceException.Kind.EXTERNAL;
        if (!expected) {
            throw new AssertionError("the job ended: " + outcome + ", " + history, cause);
        }
    }

    /** What happened so far. */
    @Override
    public String toString() {
        return history.toString();
    }
}
