package io.millrace.worker;

import io.millrace.data.Batch;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Signal;
import io.millrace.dataflow.source.SourceOperator.SourceOutput;
import java.util.List;

/** The output of one operator of a chain, over all of its edges. Belongs to the task's thread. */
final class NodeOutput implements SourceOutput {
    private final List<List<Target>> ports;
    private final List<Target> all;
    private boolean forced;
    private long watermark = OperatorContext.NO_WATERMARK;
    private boolean idle;
    long rows;
    long batches;

    NodeOutput(List<List<Target>> ports) {
        this.ports = ports;
        this.all = ports.stream().flatMap(List::stream).toList();
    }

    @Override
    public void emit(int port, Batch batch) {
        rows += batch.size();
        batches++;
        List<Target> targets = ports.get(port);
        if (targets.isEmpty()) {
            batch.release();
            return;
        }
        for (int i = 1; i < targets.size(); i++) {
            batch.retain();
        }
        for (int i = 0; i < targets.size(); i++) {
            targets.get(i).accept(batch);
        }
    }

    @Override
    public boolean room() {
        if (forced) {
            return true;
        }
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).hasRoom()) {
                return false;
            }
        }
        return true;
    }

    /** Pretends that there is room: for what must leave before a barrier, which is bounded by the operator. */
    void force(Runnable emission) {
        forced = true;
        try {
            emission.run();
        } finally {
            forced = false;
        }
    }

    /** Whether the last that was said of event time is that there is nothing to say. */
    boolean isIdle() {
        return idle;
    }

    /** The greatest that was said. */
    long watermark() {
        return watermark;
    }

    @Override
    public void watermark(long time) {
        signal(new Signal.Watermark(time));
    }

    @Override
    public void idle() {
        signal(new Signal.Idle());
    }

    /** Tells every edge, of every port. */
    void signal(Signal signal) {
        if (signal instanceof Signal.Watermark said) {
            watermark = Math.max(watermark, said.time());
        }
        idle = signal instanceof Signal.Idle || (idle && !(signal instanceof Signal.Watermark));
        for (int i = 0; i < all.size(); i++) {
            all.get(i).signal(signal);
        }
    }

    void flush() {
        for (int i = 0; i < all.size(); i++) {
            all.get(i).flush();
        }
    }

    /** Gives back what is held for fuller batches. */
    void close() {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) instanceof ExchangeWriter writer) {
                writer.close();
            }
        }
    }

    /** A barrier leaves the task: direct calls have their own. */
    void barrier(Signal.Barrier barrier) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i) instanceof ExchangeWriter writer) {
                writer.signal(barrier);
            }
        }
    }
}
