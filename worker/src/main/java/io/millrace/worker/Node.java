package io.millrace.worker;

import static io.millrace.dataflow.OperatorContext.END_OF_TIME;

import io.millrace.data.Batch;
import io.millrace.dataflow.FlushReason;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.Signal;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import io.millrace.dataflow.state.StateStore;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Supplier;

/**
 * One operator in a chain, with what its inputs have heard and what it still owes. Belongs to the task's thread.
 *
 * <p>What reaches a node is done at once where it owes nothing, and otherwise stands in line, so that data and signals keep their
 * order. As long as something stands in line the node has no room for more.
 */
final class Node {
    private final int index;
    private final Vertex vertex;
    private final Operator operator;
    private final StateStore store;
    private final List<NodeInput> inputs;
    private final NodeOutput output;
    private final NodeClock clock;
    private final ArrayDeque<Owed> owed = new ArrayDeque<>();
    private long watermark;
    private boolean idle;
    private boolean closed;
    long rowsIn;
    long batchesIn;
    long busyNanos;

    /** What of a node is made before it. */
    record Parts(int index, Vertex vertex, Operator operator, StateStore store, long watermark) {}

    Node(Parts parts, List<NodeInput> inputs, NodeOutput output, NodeClock clock) {
        this.index = parts.index();
        this.vertex = parts.vertex();
        this.operator = parts.operator();
        this.store = parts.store();
        this.watermark = parts.watermark();
        this.inputs = inputs;
        this.output = output;
        this.clock = clock;
    }

    /** The vertex's place in the job graph. */
    int index() {
        return index;
    }

    Vertex vertex() {
        return vertex;
    }

    Operator operator() {
        return operator;
    }

    StateStore store() {
        return store;
    }

    List<NodeInput> inputs() {
        return inputs;
    }

    NodeOutput output() {
        return output;
    }

    /** What was last passed on. */
    long watermark() {
        return watermark;
    }

    /** The least watermark of the inputs that still have something to say; the end of time when all have ended. */
    long reached() {
        long least = END_OF_TIME;
        boolean silent = true;
        boolean ended = true;
        for (int i = 0; i < inputs.size(); i++) {
            NodeInput input = inputs.get(i);
            if (!input.hasEnded()) {
                ended = false;
                if (!input.isIdle()) {
                    silent = false;
                    least = Math.min(least, input.watermark());
                }
            }
        }
        return silent && !ended ? watermark : least;
    }

    boolean hasEnded(int input) {
        return inputs.get(input).hasEnded();
    }

    /** Whether nothing stands in line. */
    boolean isClear() {
        return owed.isEmpty();
    }

    /** Whether every input has ended and everything was emitted. */
    boolean isClosed() {
        return closed;
    }

    /** Takes over a batch. */
    void deliver(int input, Batch batch) {
        rowsIn += batch.size();
        batchesIn++;
        if (!owed.isEmpty()) {
            owed.add(new Owed.Rows(input, batch, 0));
            return;
        }
        int next = process(input, batch, 0);
        if (next < batch.size()) {
            owed.add(new Owed.Rows(input, batch, next));
        } else {
            batch.release();
        }
    }

    /** Notes what a producer says; the operator hears of it when all producers of the input agree. */
    void signal(int input, Feed feed, Signal signal) {
        NodeInput in = inputs.get(input);
        switch (signal) {
            case Signal.Watermark said -> {
                feed.watermark = Math.max(feed.watermark, said.time());
                feed.idle = false;
                idle = false;
                grow(input, in);
            }
            case Signal.Idle said -> {
                feed.idle = true;
                grow(input, in);
                if (!idle && inputs.stream().allMatch(NodeInput::isIdle)) {
                    idle = true;
                    output.signal(said);
                }
            }
            case Signal.EndOfInput said -> {
                feed.ended = true;
                grow(input, in);
                if (in.hasEnded()) {
                    owed.add(new Owed.End(input));
                }
            }
            case Signal.Barrier barrier -> throw io.millrace.data.MillraceException.internal("a barrier inside a chain");
        }
        work();
    }

    /** The end of a source. */
    void endSource() {
        owed.add(new Owed.Flush());
        owed.add(new Owed.Close());
        work();
    }

    void timer(long time) {
        owed.add(new Owed.Timer(time));
        work();
    }

    void flushIdle() {
        if (owed.isEmpty() && !closed) {
            owed.add(new Owed.Flush());
            work();
        }
    }

    /** A batch that a checkpoint found on its way here. */
    void restoreInFlight(int input, Batch batch) {
        owed.add(new Owed.Rows(input, batch, 0));
    }

    /** Does what stands in line while there is room; whether anything was done. */
    boolean work() {
        boolean worked = false;
        while (!owed.isEmpty() && output.room()) {
            Owed next = owed.peek();
            if (next instanceof Owed.Rows rows) {
                int reached = process(rows.input(), rows.batch(), rows.from());
                worked |= reached > rows.from();
                if (reached < rows.batch().size()) {
                    owed.poll();
                    owed.addFirst(new Owed.Rows(rows.input(), rows.batch(), reached));
                    return worked;
                }
                owed.poll();
                rows.batch().release();
            } else if (call(next) == Progress.MORE) {
                return true;
            } else {
                owed.poll();
                after(next);
                worked = true;
            }
        }
        return worked;
    }

    /** Emits what the operator holds back and tells it which barrier passes. */
    void barrier(long barrier) {
        clock.enter(this);
        try {
            output.force(() -> {
                while (operator.flush(FlushReason.BARRIER, output) == Progress.MORE) {
                    // Bounded by what the operator holds back.
                }
            });
            operator.onBarrier(barrier);
        } finally {
            clock.leave();
        }
    }

    /** The batches in hand, for a snapshot. */
    List<Owed.Rows> inHand() {
        return owed.stream()
                .filter(Owed.Rows.class::isInstance)
                .map(Owed.Rows.class::cast)
                .toList();
    }

    void close() {
        try {
            operator.close();
        } finally {
            inHand().forEach(rows -> rows.batch().release());
            owed.clear();
            inputs.forEach(NodeInput::close);
            store.close();
        }
    }

    /** Runs a call of this operator on its clock. */
    <T> T timed(Supplier<T> call) {
        clock.enter(this);
        try {
            return call.get();
        } finally {
            clock.leave();
        }
    }

    private int process(int input, Batch batch, int from) {
        clock.enter(this);
        try {
            return operator.process(input, batch, from, output);
        } finally {
            clock.leave();
        }
    }

    private Progress call(Owed what) {
        clock.enter(this);
        try {
            return switch (what) {
                case Owed.Time time -> operator.onWatermark(time.input(), time.time(), output);
                case Owed.End end -> operator.endInput(end.input(), output);
                case Owed.Timer timer -> operator.onTimer(timer.time(), output);
                case Owed.Flush flush -> operator.flush(FlushReason.IDLE, output);
                case Owed.Close close -> Progress.DONE;
                case Owed.Rows rows -> throw new IllegalArgumentException("rows are processed");
            };
        } finally {
            clock.leave();
        }
    }

    private void after(Owed done) {
        switch (done) {
            case Owed.Time time -> forwardWatermark();
            case Owed.End end -> {
                if (inputs.stream().allMatch(NodeInput::hasEnded)) {
                    owed.add(new Owed.Flush());
                    owed.add(new Owed.Close());
                }
            }
            case Owed.Close close -> {
                closed = true;
                output.signal(new Signal.EndOfInput());
            }
            case Owed.Timer timer -> {}
            case Owed.Flush flush -> {}
            case Owed.Rows rows -> {}
        }
    }

    private void grow(int input, NodeInput in) {
        long reached = in.reached();
        if (reached > in.watermark()) {
            in.advance(reached);
            owed.add(new Owed.Time(input, reached));
        }
    }

    /** Passes on what all inputs have reached. */
    private void forwardWatermark() {
        long reached = reached();
        if (reached > watermark) {
            watermark = reached;
            output.signal(new Signal.Watermark(reached));
        }
    }
}
