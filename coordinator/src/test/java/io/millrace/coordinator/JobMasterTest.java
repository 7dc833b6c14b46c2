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
import io.millrace.protocol.RunSettings;
import java.util.List;
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
        return StageGraph.of(new JobGraph(
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
        SimulatedTasks tasks = new SimulatedTasks(graph(), RunSettings.of(1 + random.nextInt(3)), policy, temper, random);
        try {
            tasks.run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed + ", " + temper + ", " + purpose + ": " + e.getMessage() + "\n" + tasks, e);
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
        BarrierPolicy policy = new BarrierPolicy(Purpose.CHECKPOINT, 10, 7);
        JobMaster master = new JobMaster(graph(), RunSettings.of(2), policy);
        SimulatedTasks.replayAll(master, master.handle(new JobEvent.JobSubmitted(0)));
        for (io.millrace.protocol.TaskId task : SimulatedTasks.tasksOf(graph(), RunSettings.of(2))) {
            SimulatedTasks.replayAll(
                    master,
                    master.handle(new JobEvent.TaskReported(new io.millrace.protocol.TaskEvent.TaskOpened(task), 0)));
        }
        assertEquals(10, master.nextTickMillis());
        assertTrue(master.handle(new JobEvent.ClockTicked(9)).commands().isEmpty());
        JobCommand command = master.handle(new JobEvent.ClockTicked(10)).commands().getFirst();
        assertTrue(command instanceof JobCommand.InjectBarrier inject
                && inject.barrier().id() == 7
                && inject.tasks().size() == 3);
    }
}
