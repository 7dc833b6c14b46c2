package io.millrace.worker;

import static io.millrace.dataflow.OperatorContext.END_OF_TIME;
import static io.millrace.dataflow.OperatorContext.NO_WATERMARK;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.dataflow.FlushReason;
import io.millrace.dataflow.InputSet;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.Signal;
import io.millrace.dataflow.graph.JobGraph.Vertex;
import io.millrace.dataflow.state.StateStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * One operator in a chain, with what its inputs have heard and what it still owes. Belongs to the task's thread.
 *
 * <p>What reaches a node is done at once where it owes nothing, and otherwise stands in line, so that data and signals
 * keep their order. As long as something stands in line the node has no room for more.
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
    private final long restoredWatermark;
    private final boolean cleared;
    private long forwarded = NO_WATERMARK;
    private boolean idle;
    private int endedInputs;
    private boolean closed;
    private final long[] inputRows;
    long rowsIn;
    long batchesIn;
    long busyNanos;

    /** What of a node is made before it. */
    record Parts(int index, Vertex vertex, Operator operator, StateStore store, Start start) {}

    /**
     * Where it begins.
     *
     * @param ended the inputs that had ended before a restore
     * @param isCleared whether nothing may be in hand when a checkpoint is taken
     */
    record Start(long watermark, List<Integer> ended, boolean isCleared) {}

    Node(Parts parts, List<NodeInput> inputs, NodeOutput output, NodeClock clock) {
        this.index = parts.index();
        this.vertex = parts.vertex();
        this.operator = parts.operator();
        this.store = parts.store();
        this.restoredWatermark = parts.start().watermark();
        this.cleared = parts.start().isCleared();
        parts.start().ended().forEach(input -> inputs.get(input).end());
        this.inputs = inputs;
        this.inputRows = new long[inputs.size()];
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

    /** What was last passed on, before a restore included. */
    long watermark() {
        return Math.max(Math.max(restoredWatermark, forwarded), output.watermark());
    }

    /** How many rows came by each input. */
    long[] inputRows() {
        return inputRows;
    }

    /**
     * The least watermark heard from the inputs that still have something to say; the end of time when all have ended.
     */
    long reached() {
        long least = END_OF_TIME;
        boolean silent = true;
        boolean ended = true;
        for (int i = 0; i < inputs.size(); i++) {
            NodeInput input = inputs.get(i);
            if (!input.hasEnded()) {
                ended = false;
                if (!input.isSilent()) {
                    silent = false;
                    least = Math.min(least, input.watermark());
                }
            }
        }
        return silent && !ended ? forwarded : least;
    }

    /**
     * The inputs that may be read: those that the operator selects, and those of which nothing but signals can come.
     */
    InputSet selected() {
        long bits = inputs.isEmpty() ? InputSet.ALL.bits() : operator.select().bits();
        for (int i = 0; i < inputs.size(); i++) {
            bits |= inputs.get(i).hasEnded() ? 1L << i : 0;
        }
        return new InputSet(bits);
    }

    boolean hasEnded(int input) {
        return inputs.get(input).hasEnded();
    }

    /** The inputs that have ended. */
    List<Integer> ended() {
        return IntStream.range(0, inputs.size()).filter(this::hasEnded).boxed().toList();
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
        inputRows[input] += batch.size();
        batchesIn++;
        int most = store.rowsAtOnce();
        if (partEnd(batch, 0, most) < batch.size()) {
            deliverInParts(input, batch, most);
            return;
        }
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

    /**
     * So that no operator copies, or calls back from disk, more at once than a batch may have; nothing is copied here.
     */
    private void deliverInParts(int input, Batch batch, int mostRows) {
        boolean clear = owed.isEmpty();
        int from = 0;
        while (from < batch.size()) {
            int to = partEnd(batch, from, mostRows);
            owed.add(new Owed.Rows(input, batch.part(from, to, BufferPool.HEAP), 0));
            from = to;
        }
        batch.release();
        if (clear) {
            work();
        }
    }

    private static int partEnd(Batch batch, int from, int mostRows) {
        return (int) Math.min(batch.fitting(from), (long) from + mostRows);
    }

    /** Notes what a producer says; the operator hears of it when all producers of the input agree. */
    void signal(int input, Feed feed, Signal signal) {
        NodeInput in = inputs.get(input);
        switch (signal) {
            case Signal.Watermark said -> {
                feed.watermark = Math.max(feed.watermark, said.time());
                feed.idle = false;
            }
            case Signal.Idle said -> feed.idle = true;
            case Signal.EndOfInput said -> feed.ended = true;
            case Signal.Barrier barrier ->
                    throw io.millrace.data.MillraceException.internal("a barrier inside a chain");
        }
        note(input, in);
        if (signal instanceof Signal.EndOfInput && in.isComplete()) {
            owed.add(new Owed.End(input));
        }
        work();
    }

    /** Puts in line what the operator has to hear. */
    private void note(int input, NodeInput in) {
        if (in.silenceChanged()) {
            owed.add(new Owed.Silence(input, in.silenceNoted()));
        }
        long time = in.newWatermark();
        if (time != NO_WATERMARK) {
            owed.add(new Owed.Time(input, time));
        }
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

    /** A batch that a checkpoint found in hand: it goes on before anything else. */
    void restoreInHand(int input, Batch batch) {
        owed.add(new Owed.Rows(input, batch, 0));
    }

    /** A watermark that the operator had not heard when the checkpoint was taken. */
    void restoreInHand(int input, long watermark) {
        owed.add(new Owed.Time(input, watermark));
    }

    /** Writes what stands in line into a snapshot. Ends, and watermarks after the last batch, will be said again. */
    void saveInHand(InFlight.Writer writer) {
        List<Owed.Time> times = new ArrayList<>();
        for (Owed each : owed) {
            if (each instanceof Owed.Time time) {
                times.add(time);
            } else if (each instanceof Owed.Rows rows) {
                times.forEach(time -> writer.addWatermark(new InFlight.Input(vertex.id(), time.input()), time.time()));
                times.clear();
                Batch rest = rows.batch().from(rows.from());
                writer.add(new InFlight.Input(vertex.id(), rows.input()), InFlight.Where.HAND, rest);
                rest.release();
            }
        }
    }

    /** Whether {@link #clear} has to come before a checkpoint. */
    boolean isCleared() {
        return cleared;
    }

    /**
     * Does all that stands in line, room or not: for an operator whose rows cannot be dealt out anew, so that none is
     * in hand.
     */
    void clear() {
        output.force(() -> {
            while (!owed.isEmpty()) {
                work();
            }
        });
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

    void close() {
        try {
            operator.close();
        } finally {
            for (Owed each : owed) {
                if (each instanceof Owed.Rows rows) {
                    rows.batch().release();
                }
            }
            owed.clear();
            inputs.forEach(NodeInput::close);
            output.close();
            store.close();
        }
    }

    @Override
    public String toString() {
        return vertex.id()
                + (closed ? " closed" : "")
                + " owes "
                + owed
                + ", has "
                + (output.room() ? "room" : "no room")
                + ", selects "
                + (closed ? "nothing" : selected())
                + ", inputs "
                + inputs;
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
                case Owed.Time time -> {
                    inputs.get(time.input()).hear(time.time());
                    yield operator.onWatermark(time.input(), time.time(), output);
                }
                case Owed.Silence silence -> Progress.DONE;
                case Owed.End end -> hasEnded(end.input()) ? Progress.DONE : operator.endInput(end.input(), output);
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
            case Owed.Silence silence -> {
                inputs.get(silence.input()).hearSilence(silence.begins());
                forwardSilence();
                forwardWatermark();
            }
            case Owed.End end -> {
                inputs.get(end.input()).end();
                if (++endedInputs == inputs.size()) {
                    owed.add(new Owed.Flush());
                    owed.add(new Owed.Close());
                } else {
                    forwardSilence();
                    forwardWatermark();
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

    /** Passes on what all inputs have reached. */
    private void forwardWatermark() {
        long reached = reached();
        if (reached != NO_WATERMARK && reached != END_OF_TIME) {
            reached -= operator.outputDelayMicros();
        }
        if (reached > forwarded) {
            forwarded = reached;
            output.signal(new Signal.Watermark(reached));
        }
    }

    /** Passes on that no input has anything to say, or that one has again. */
    private void forwardSilence() {
        boolean silent = true;
        for (int i = 0; i < inputs.size(); i++) {
            silent &= inputs.get(i).hasEnded() || inputs.get(i).isSilent();
        }
        if (silent != idle) {
            idle = silent;
            output.signal(silent ? new Signal.Idle() : new Signal.Watermark(forwarded));
        }
    }
}
