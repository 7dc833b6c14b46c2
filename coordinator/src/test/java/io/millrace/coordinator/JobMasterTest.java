package io.millrace.coordinator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.data.Schema;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.Signal.Barrier.Purpose;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.dataflow.graph.JobGraph.Edge;
import io.millrace.dataflow.graph.JobGraph.Exchange;
import io.millrace.dataflow.graph.JobGraph.Spread;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import io.millrace.dataflow.graph.StageGraph;
import io.millrace.dataflow.state.Manifest;
import io.millrace.protocol.RunSettings;
import io.millrace.protocol.TaskEvent;
import io.millrace.protocol.TaskEvent.Coverage;
import io.millrace.protocol.TaskId;
import io.millrace.protocol.TaskSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The master of a job against tasks and a store that answer in any order, by seed. */
final class JobMasterTest {
    private static final int SEEDS = 2_000;

    private record Spec(int inputCount, List<Schema> outputs) implements OperatorSpec {
        @Override
        public Operator create() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String describe() {
            return "any";
        }
    }

    private static StageGraph graph() {
        List<Schema> one = List.of(Schema.of());
        return StageGraph.of(
                new JobGraph(
                        "job",
                        List.of(
                                new Vertex("source", new Spec(0, one), Spread.PARALLEL),
                                new Vertex("other", new Spec(0, one), Spread.SINGLE),
                                new Vertex("sink", new Spec(1, List.of()), Spread.PARALLEL)),
                        List.of(
                                new Edge(0, 0, 2, 0, new Exchange.Hash(List.of(0)), Changes.APPEND),
                                new Edge(1, 0, 2, 0, new Exchange.Hash(List.of(0)), Changes.APPEND)),
                        SessionSettings.UTC));
    }

    private static void run(long seed, SimulatedTasks.Temper temper, Purpose purpose) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        BarrierPolicy policy = new BarrierPolicy(purpose, 1 + random.nextInt(30), 1 + random.nextInt(5));
        SimulatedTasks tasks =
                new SimulatedTasks(graph(), RunSettings.of(1 + random.nextInt(3)), policy, temper, random);
        try {
            tasks.run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                    "seed " + seed + ", " + temper + ", " + purpose + ": " + e.getMessage() + "\n" + tasks, e);
        }
    }

    private static void runAll(SimulatedTasks.Temper temper) {
        for (long seed = 0; seed < SEEDS; seed++) {
            run(seed, temper, Purpose.values()[(int) (seed % 3)]);
        }
    }

    @Test
    void aJobWhoseInputsEndIsFinishedAndCommitsOnlyWhatIsStored() {
        runAll(SimulatedTasks.Temper.CALM);
    }

    @Test
    void aCheckpointThatCannotBeStoredIsGivenUpAndTheNextOneIsTaken() {
        runAll(SimulatedTasks.Temper.STORE_FAILS);
    }

    @Test
    void aTaskThatFailsEndsTheJobAndEveryTaskIsClosed() {
        runAll(SimulatedTasks.Temper.TASKS_FAIL);
    }

    @Test
    void aJobThatIsStoppedTakesALastCheckpoint() {
        runAll(SimulatedTasks.Temper.STOPPED);
    }

    @Test
    void aBarrierIsInjectedIntoSourcesThatStillRead() {
        JobMaster master = running(Purpose.CHECKPOINT);
        assertEquals(10, master.nextTickMillis());
        assertTrue(master.handle(new JobEvent.ClockTicked(9)).commands().isEmpty());
        JobCommand command = tick(master, 10).commands().getFirst();
        assertTrue(
                command instanceof JobCommand.InjectBarrier inject
                        && inject.barrier().id() == 7
                        && inject.tasks().size() == 3);
    }

    @Test
    void epochsThatAreKeptTakeAQuarterOfTheTimeAtMost() {
        assertEquals(20, nextAfter(Purpose.CHECKPOINT, 16));
        assertEquals(20, nextAfter(Purpose.CHECKPOINT_AND_EPOCH, 12));
        assertEquals(34, nextAfter(Purpose.CHECKPOINT_AND_EPOCH, 16));
    }

    /** When the second barrier is due where the first one, injected at 10, was durable then. */
    private static long nextAfter(Purpose purpose, long durableMillis) {
        JobMaster master = running(purpose);
        tick(master, 10);
        for (TaskId task : SimulatedTasks.tasksOf(graph(), RunSettings.of(2))) {
            TaskSnapshot nothing = new TaskSnapshot(Map.of(), Manifest.EMPTY);
            report(master, new TaskEvent.TaskSnapshotted(task, 7, nothing), durableMillis);
            if (purpose != Purpose.CHECKPOINT) {
                report(master, new TaskEvent.EpochReached(task, 7, Coverage.COMPLETE), durableMillis);
            }
        }
        SimulatedTasks.replayAll(master, master.handle(new JobEvent.CheckpointStored(7, durableMillis)));
        return master.nextTickMillis();
    }

    private static JobMaster running(Purpose purpose) {
        JobMaster master = new JobMaster(graph(), RunSettings.of(2), new BarrierPolicy(purpose, 10, 7));
        SimulatedTasks.replayAll(master, master.handle(new JobEvent.JobSubmitted(0)));
        for (TaskId task : SimulatedTasks.tasksOf(graph(), RunSettings.of(2))) {
            report(master, new TaskEvent.TaskOpened(task), 0);
        }
        return master;
    }

    private static Decision tick(JobMaster master, long nowMillis) {
        Decision decision = master.handle(new JobEvent.ClockTicked(nowMillis));
        SimulatedTasks.replayAll(master, decision);
        return decision;
    }

    private static void report(JobMaster master, TaskEvent event, long nowMillis) {
        SimulatedTasks.replayAll(master, master.handle(new JobEvent.TaskReported(event, nowMillis)));
    }
}
