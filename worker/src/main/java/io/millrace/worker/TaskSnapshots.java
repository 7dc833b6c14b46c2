package io.millrace.worker;

import io.millrace.data.Batch;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.doors.FileStorage;
import io.millrace.dataflow.state.Manifest;
import io.millrace.dataflow.state.StateStore;
import io.millrace.dataflow.state.StateStore.PendingSnapshot;
import io.millrace.protocol.TaskEvent;
import io.millrace.protocol.TaskId;
import io.millrace.protocol.TaskSnapshot;
import io.millrace.protocol.TaskSnapshot.OperatorSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The snapshot of a task that is being written, between its steps. Belongs to the task's thread. */
final class TaskSnapshots {
    private final Place place;
    private final List<Node> nodes;
    private final Consumer<TaskEvent> events;
    private final List<PendingSnapshot> pending = new ArrayList<>();
    private TaskSnapshot last = new TaskSnapshot(Map.of(), Manifest.EMPTY);
    private InFlight.Written inFlight = InFlight.Written.NOTHING;
    private long barrier;
    private List<Reached> reached = List.of();

    /** Whose snapshots these are and where they go. */
    record Place(String job, TaskId task, int parallelism, FileStorage storage, TaskServices.State state) {}

    /** How far an operator's inputs are. */
    private record Reached(long watermark, List<Integer> ended) {}

    TaskSnapshots(Place place, List<Node> nodes, Consumer<TaskEvent> events) {
        this.place = place;
        this.nodes = nodes;
        this.events = events;
    }

    /** Whether one is being written. */
    boolean isPending() {
        return !pending.isEmpty();
    }

    /** The last one that was completed. */
    TaskSnapshot last() {
        return last;
    }

    /** Fixes the content of every table, and writes what is in flight. A snapshot that is not finished is given up. */
    void begin(long id, List<Alignment.Behind> behind) {
        cancel();
        if (place.state().snapshots() == TaskServices.Snapshots.NOT_KEPT) {
            return;
        }
        barrier = id;
        reached = nodes.stream().map(node -> new Reached(node.watermark(), node.ended())).toList();
        for (Node node : nodes) {
            StateStore store = node.store();
            pending.add(id == Operator.END_OF_JOB ? store.freezeLast(id) : store.freeze(id));
        }
        try {
            inFlight = writeInFlight(id, behind);
        } catch (MillraceException e) {
            fail(e);
        }
    }

    /** Gives it up; the last one of a task must not be given up. */
    private void fail(MillraceException e) {
        boolean isOutside = e.kind() == MillraceException.Kind.EXTERNAL || e.kind() == MillraceException.Kind.RESOURCES;
        if (!isOutside || barrier == Operator.END_OF_JOB) {
            throw e;
        }
        cancel();
        events.accept(new TaskEvent.SnapshotFailed(place.task(), barrier, String.valueOf(e.getMessage())));
    }

    /** Goes on writing; whether anything was done. */
    boolean advance(int rows) {
        if (pending.isEmpty()) {
            return false;
        }
        // What a sink could not make durable is lost, and not for this checkpoint alone.
        boolean settled = isSettled();
        try {
            return advanceAll(rows, settled);
        } catch (MillraceException e) {
            fail(e);
            return true;
        }
    }

    /** Whether operators wait for nothing outside. */
    boolean isSettled() {
        boolean settled = true;
        for (int i = 0; i < nodes.size(); i++) {
            settled &= nodes.get(i).operator().isSettled();
        }
        return settled;
    }

    private boolean advanceAll(int rows, boolean settled) {
        boolean durable = settled & inFlight.isDurable();
        boolean worked = false;
        for (PendingSnapshot snapshot : pending) {
            if (snapshot.advance(rows) == Progress.MORE) {
                worked = true;
                durable = false;
            } else {
                durable &= snapshot.isDurable();
            }
        }
        if (durable) {
            complete();
            return true;
        }
        return worked;
    }

    void abort(long id) {
        if (barrier == id) {
            cancel();
        }
    }

    void cancel() {
        pending.forEach(PendingSnapshot::cancel);
        pending.clear();
        inFlight = InFlight.Written.NOTHING;
    }

    private void complete() {
        Map<String, OperatorSnapshot> operators = new LinkedHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            operators.put(
                    nodes.get(i).vertex().id(),
                    new OperatorSnapshot(
                            pending.get(i).manifest(), reached.get(i).watermark(), reached.get(i).ended()));
        }
        pending.clear();
        last = new TaskSnapshot(operators, inFlight.manifest());
        inFlight = InFlight.Written.NOTHING;
        if (barrier != Operator.END_OF_JOB) {
            events.accept(new TaskEvent.TaskSnapshotted(place.task(), barrier, last));
        }
    }

    /** Puts what a barrier overtakes in a channel into the snapshot. */
    private record Overtaken(InFlight.Writer writer, InFlight.Input to) implements Ahead {
        @Override
        public void batch(Batch batch) {
            writer.add(to, InFlight.Where.CHANNEL, batch);
        }

        @Override
        public void stored(StoredRows rows) {
            writer.addStored(to, rows);
        }
    }

    private InFlight.Written writeInFlight(long id, List<Alignment.Behind> behind) {
        String name = "state/in-flight/" + id + "-" + place.task() + "-" + place.job() + ".batches";
        InFlight.Writer writer = new InFlight.Writer(name, place.task().index(), place.parallelism(), place.storage());
        boolean isComplete = false;
        try {
            nodes.forEach(node -> node.saveInHand(writer));
            for (Alignment.Behind channel : behind) {
                InFlight.Input to = new InFlight.Input(channel.node().vertex().id(), channel.input());
                channel.overtake(id, new Overtaken(writer, to));
            }
            InFlight.Written written = writer.publish(place.state().executor());
            isComplete = true;
            return written;
        } finally {
            if (!isComplete) {
                writer.close();
            }
        }
    }
}
