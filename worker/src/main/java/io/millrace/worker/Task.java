package io.millrace.worker;

import io.millrace.dataflow.InputSet;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Signal;
import io.millrace.dataflow.Signal.Barrier;
import io.millrace.dataflow.doors.Clock;
import io.millrace.protocol.TaskCommand;
import io.millrace.protocol.TaskEvent;
import io.millrace.protocol.TaskId;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A chain of operators, stepped by a worker. {@link #step} does one thing, a batch or a signal run to completion
 * through the chain, and never waits: where there is no room, it does nothing. Belongs to the worker's thread; commands
 * come through a queue.
 *
 * <p>A step prefers, in this order: what it was told, what operators owe (the most downstream first), a barrier that
 * may pass, an item of a channel (again downstream first), a poll of a source. So what has begun leaves before more is
 * let in.
 */
final class Task {
    /** How many rows a pending snapshot copies between two steps: a millisecond's work or two. */
    private static final int SNAPSHOT_ROWS = 8_192;

    /** How long a task that always has something to do keeps rows for fuller batches, and watermarks behind them. */
    private static final long LINGERING_MILLIS = 5;

    /** How long its operators keep changes to be consolidated. */
    private static final long CONSOLIDATING_MILLIS = 100;

    private static final long FIGURES_MILLIS = 200;
    private static final long NOTHING = 0;

    /** The life of a task; each may be followed by the next, and all but the last by {@code CLOSED}. */
    enum Phase {
        /** Every operator is open; nothing is read. */
        OPENED,
        RUNNING,
        /** All inputs have ended; its last snapshot is being written. */
        FINISHING,
        /** Everything is durable; commits may still come. */
        FINISHED,
        CLOSED
    }

    private final TaskId id;
    private final List<Node> nodes;
    private final List<NodeContext> contexts;
    private final List<SourceDriver> sources;
    private final Alignment alignment;
    private final TaskSnapshots snapshots;
    private final TaskServices services;
    private final Clock clock;
    private final Queue<TaskCommand> commands;
    private Phase phase = Phase.OPENED;

    /** Splits that were dealt out after a barrier which has not passed yet. */
    private final ArrayDeque<TaskCommand> afterBarrier = new ArrayDeque<>();

    /** The last barrier that passed. */
    private long passed;

    /** The barrier whose commits were begun and not yet reported, or {@link #NOTHING}. */
    private long committing = NOTHING;

    private boolean flushed;
    private long consolidated;
    private long sent;
    private boolean isPublished;
    private long published;

    /** The operators in topological order, and what each sees of the runtime. */
    record Chain(TaskId id, List<Node> nodes, List<NodeContext> contexts) {}

    Task(
            Chain chain,
            Alignment alignment,
            TaskSnapshots snapshots,
            Queue<TaskCommand> commands,
            IntFunction<Meeting> meetings,
            TaskServices services) {
        this.id = chain.id();
        this.nodes = chain.nodes();
        this.contexts = chain.contexts();
        this.commands = commands;
        this.sources =
                nodes.stream()
                        .filter(node -> node.operator() instanceof io.millrace.dataflow.source.SourceOperator)
                        .map(node ->
                                new SourceDriver(
                                        node,
                                        (io.millrace.dataflow.source.SourceOperator) node.operator(),
                                        meetings.apply(node.index())))
                        .toList();
        this.alignment = alignment;
        this.snapshots = snapshots;
        this.services = services;
        this.clock = services.tools().clock();
    }

    TaskId id() {
        return id;
    }

    boolean hasSources() {
        return !sources.isEmpty();
    }

    boolean isClosed() {
        return phase == Phase.CLOSED;
    }

    /** Does one thing; false when there was nothing to do. */
    boolean step() {
        boolean worked = obey();
        worked |= reportCommitted();
        switch (phase) {
            case OPENED, FINISHED, CLOSED -> {}
            case RUNNING -> {
                worked |= snapshots.advance(SNAPSHOT_ROWS);
                worked |= timers() || owed() || pass() || read() || poll();
                // A checkpoint that this task is part of as it was at the barrier comes first: its end belongs to later
                // ones.
                if (areAllClosed() && !snapshots.isPending()) {
                    finish();
                    worked = true;
                }
            }
            case FINISHING -> worked |= awaitLastSnapshot();
        }
        if (worked) {
            flushed = false;
            isPublished = false;
        }
        return worked;
    }

    /** Asked in each step: without a stream, which would make objects. */
    private boolean areAllClosed() {
        for (int i = 0; i < nodes.size(); i++) {
            if (!nodes.get(i).isClosed()) {
                return false;
            }
        }
        return true;
    }

    /** Sends on what was held back in the hope of more; whether there was anything to do. */
    boolean flushIdle() {
        if (phase != Phase.RUNNING || flushed) {
            return false;
        }
        flushed = true;
        consolidated = clock.millis();
        sent = consolidated;
        for (Node node : nodes) {
            node.flushIdle();
            node.output().flush();
        }
        return true;
    }

    /** Does what has to be done now and then however much there is to do; whether anything was sent on. */
    boolean keepUp() {
        if (phase != Phase.RUNNING) {
            return false;
        }
        long now = clock.millis();
        if (!isPublished && now - published >= FIGURES_MILLIS) {
            publishFigures();
        }
        if (now - consolidated >= CONSOLIDATING_MILLIS) {
            return flushIdle();
        }
        if (flushed || now - sent < LINGERING_MILLIS) {
            return false;
        }
        sent = now;
        for (int i = 0; i < nodes.size(); i++) {
            nodes.get(i).output().flush();
        }
        return true;
    }

    /** What it is doing and waiting for, for whoever looks into a job that stands still. */
    @Override
    public String toString() {
        return "task "
                + id
                + " "
                + phase
                + (snapshots.isPending() ? ", writing a snapshot" : "")
                + ", "
                + alignment
                + ", passed "
                + passed
                + ", "
                + nodes;
    }

    /** When a step makes sense even though nothing arrives, in milliseconds. */
    long nextStepMillis() {
        boolean waits = snapshots.isPending() || alignment.isPending() || committing != NOTHING;
        long next = waits ? clock.millis() + 1 : Long.MAX_VALUE;
        if (phase == Phase.RUNNING) {
            next = isPublished ? next : Math.min(next, published + FIGURES_MILLIS);
            for (SourceDriver source : sources) {
                next = Math.min(next, source.nextPollMillis());
            }
            for (NodeContext context : contexts) {
                next = Math.min(next, context.wakeAt());
            }
        }
        return phase == Phase.CLOSED ? Long.MAX_VALUE : next;
    }

    /** Ends it because of an error in it. */
    void fail(Throwable cause) {
        if (phase != Phase.CLOSED) {
            close();
            services.events().accept(new TaskEvent.TaskFailed(id, cause));
        }
    }

    private boolean obey() {
        boolean worked = false;
        for (TaskCommand command = commands.poll(); command != null; command = commands.poll()) {
            obey(command);
            worked = true;
        }
        if (!alignment.isPending()) {
            assignSplits();
        }
        return worked;
    }

    private void obey(TaskCommand command) {
        if (phase == Phase.CLOSED) {
            return;
        }
        switch (command) {
            case TaskCommand.StartTask start -> phase = Phase.RUNNING;
            case TaskCommand.AssignSplit assign -> afterBarrier.add(assign);
            case TaskCommand.EndSplits end -> afterBarrier.add(end);
            case TaskCommand.InjectBarrier inject -> {
                assignSplits(); // The barrier that they waited for, if any, was given up.
                if (phase == Phase.RUNNING) {
                    alignment.inject(inject.barrier());
                }
            }
            case TaskCommand.CommitBarrier commit -> commit(commit.barrier());
            case TaskCommand.AbortCheckpoint abort -> snapshots.abort(abort.barrier());
            case TaskCommand.CancelTask cancel -> {
                close();
                services.events().accept(new TaskEvent.TaskCancelled(id));
            }
        }
    }

    private void assignSplits() {
        for (TaskCommand command = afterBarrier.poll(); command != null; command = afterBarrier.poll()) {
            switch (command) {
                case TaskCommand.AssignSplit assign -> source(assign.vertex()).assign(assign.split());
                case TaskCommand.EndSplits end -> source(end.vertex()).endSplits();
                default -> throw io.millrace.data.MillraceException.internal(command + " does not wait for a barrier");
            }
        }
    }

    private void commit(long barrier) {
        // What a task had prepared at its end belongs to the checkpoints whose barrier did not reach it any more.
        long reached = phase == Phase.FINISHED && passed < barrier ? Operator.END_OF_JOB : barrier;
        nodes.forEach(node -> node.operator().committed(reached));
        committing = barrier;
    }

    private boolean reportCommitted() {
        if (committing == NOTHING || phase == Phase.CLOSED || !snapshots.isSettled()) {
            return false;
        }
        services.events().accept(new TaskEvent.BarrierCommitted(id, committing));
        committing = NOTHING;
        return true;
    }

    private SourceDriver source(int vertex) {
        for (SourceDriver source : sources) {
            if (source.node().index() == vertex) {
                return source;
            }
        }
        throw io.millrace.data.MillraceException.internal("task " + id + " has no source at vertex " + vertex);
    }

    private boolean timers() {
        boolean worked = false;
        for (int i = 0; i < contexts.size(); i++) {
            NodeContext context = contexts.get(i);
            if (context.wakeAt() != Long.MAX_VALUE && nodes.get(i).isClear()) {
                long now = clock.millis();
                if (context.wakeAt() <= now) {
                    context.woken();
                    nodes.get(i).timer(now);
                    worked = true;
                }
            }
        }
        return worked;
    }

    private boolean owed() {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (!nodes.get(i).isClear() && nodes.get(i).work()) {
                return true;
            }
        }
        return false;
    }

    private boolean pass() {
        Alignment.Aligned aligned = alignment.poll();
        if (aligned == null) {
            return false;
        }
        Barrier barrier = aligned.barrier();
        for (Node node : nodes) {
            if (barrier.purpose().isCheckpoint() && node.isCleared()) {
                node.clear();
            }
            node.barrier(barrier.id());
        }
        if (barrier.purpose().isCheckpoint()) {
            snapshots.begin(barrier.id(), aligned.behind());
        }
        for (Node node : nodes) {
            node.output().barrier(barrier);
        }
        alignment.pass(barrier);
        passed = barrier.id();
        if (barrier.purpose().isEpoch()) {
            services.events()
                    .accept(
                            new TaskEvent.EpochReached(
                                    id,
                                    barrier.id(),
                                    aligned.partial() ? TaskEvent.Coverage.PARTIAL : TaskEvent.Coverage.COMPLETE));
        }
        return true;
    }

    private boolean read() {
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            if (!node.inputs().isEmpty() && node.isClear() && node.output().room() && read(node)) {
                return true;
            }
        }
        return false;
    }

    private boolean read(Node node) {
        InputSet selected = node.selected();
        for (int input = 0; input < node.inputs().size(); input++) {
            if (!selected.contains(input)) {
                continue;
            }
            InputChannel channel = node.inputs().get(input).readable();
            if (channel != null) {
                take(node, input, channel);
                return true;
            }
        }
        return false;
    }

    private void take(Node node, int input, InputChannel channel) {
        switch (channel.reader().poll()) {
            case Item.Rows rows -> node.deliver(input, rows.batch());
            case Item.Mark mark -> {
                if (mark.signal() instanceof Signal.Barrier barrier) {
                    alignment.reach(channel, barrier);
                } else {
                    node.signal(input, channel.feed(), mark.signal());
                }
            }
            case null -> throw io.millrace.data.MillraceException.internal("a channel lost what it had");
        }
    }

    private boolean poll() {
        if (alignment.isPending() || sources.isEmpty()) {
            return false;
        }
        long now = clock.millis();
        boolean worked = false;
        for (SourceDriver source : sources) {
            worked |=
                    source.poll(
                            now,
                            () -> services.events().accept(new TaskEvent.SplitRequested(id, source.node().index())));
        }
        return worked;
    }

    private void finish() {
        nodes.forEach(node -> node.barrier(Operator.END_OF_JOB));
        nodes.forEach(node -> node.output().flush());
        publishFigures();
        snapshots.begin(Operator.END_OF_JOB, List.of());
        phase = Phase.FINISHING;
    }

    private boolean awaitLastSnapshot() {
        boolean worked = snapshots.advance(SNAPSHOT_ROWS);
        if (!snapshots.isPending()) {
            phase = Phase.FINISHED;
            services.events().accept(new TaskEvent.TaskFinished(id, snapshots.last()));
            return true;
        }
        return worked;
    }

    /** Lets others read how far each operator is, a few times a second at most. */
    private void publishFigures() {
        isPublished = true;
        published = clock.millis();
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            services.board()
                    .publish(
                            new MetricsBoard.Key(node.vertex().id(), id),
                            new MetricsBoard.Figures(
                                    new MetricsBoard.Traffic(node.rowsIn, node.batchesIn),
                                    new MetricsBoard.Traffic(node.output().rows, node.output().batches),
                                    node.busyNanos,
                                    node.store().sizeBytes(),
                                    node.isClosed() ? OperatorContext.END_OF_TIME : node.watermark(),
                                    counts(node, contexts.get(i))));
        }
    }

    private static Map<String, Long> counts(Node node, NodeContext context) {
        Map<String, Long> counts = context.counts();
        if (node.output().isIdle()) {
            counts.put("idle", 1L);
        }
        long[] rows = node.inputRows();
        for (int input = 0; input < rows.length && rows.length > 1; input++) {
            counts.put("input-" + input + "-rows", rows[input]);
        }
        return counts;
    }

    private void close() {
        phase = Phase.CLOSED;
        sources.forEach(SourceDriver::close);
        @Nullable RuntimeException first = null;
        for (Node node : nodes) {
            try {
                node.close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        snapshots.cancel();
        if (first != null) {
            services.board().notice("close-failed", "closing task " + id + " failed: " + first);
        }
    }
}
