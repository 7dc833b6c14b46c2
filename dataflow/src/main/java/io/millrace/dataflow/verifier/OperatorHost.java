package io.millrace.dataflow.verifier;

import io.millrace.data.BufferPool;
import io.millrace.data.MillraceException;
import io.millrace.dataflow.FlushReason;
import io.millrace.dataflow.InputSet;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorSpec;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.Manifest;
import io.millrace.dataflow.state.StateBackend;
import io.millrace.dataflow.state.StateStore;
import io.millrace.dataflow.state.StateStore.PendingSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** An instance of an operator with its state, its snapshots and its successors. */
final class OperatorHost {
    private static final int KEY_GROUPS = 16;

    private final OperatorSpec spec;
    private final StateBackend backend;
    private final BufferPool buffers;
    private final Output output;

    @SuppressWarnings("NullAway.Init") // open comes first
    private Instance current;

    private @Nullable PendingSnapshot pending;
    private @Nullable Manifest complete;
    private long barrier;

    /** What the operator has heard of its inputs. */
    record Heard(long watermark, InputSet ended) {}

    /** One instance. */
    private record Instance(Operator operator, StateStore store, HostContext context) {}

    OperatorHost(OperatorSpec spec, StateBackend backend, BufferPool buffers, Output output) {
        this.spec = spec;
        this.backend = backend;
        this.buffers = buffers;
        this.output = output;
    }

    void open(Heard heard) {
        current = open(List.of(), heard, 0, 1);
    }

    Operator operator() {
        return current.operator();
    }

    void heard(Heard heard) {
        current.context().heard(heard);
    }

    long wakeAt() {
        return current.context().wakeAt();
    }

    /** Lets the moment come that was asked for, and tells it. */
    long wake() {
        return current.context().wake();
    }

    /** A barrier passes: begins a snapshot, and sometimes copies some of it. */
    void snapshot(Random random) {
        pending = freeze(current);
        complete = null;
        advanceSnapshot(random.nextInt(100));
    }

    private PendingSnapshot freeze(Instance instance) {
        while (instance.operator().flush(FlushReason.BARRIER, output) == Progress.MORE) {
            // There is always room.
        }
        barrier++;
        instance.operator().onBarrier(barrier);
        return instance.store().freeze(barrier);
    }

    void advanceSnapshot(int rows) {
        if (pending != null && rows > 0) {
            pending.advance(rows);
        }
    }

    /** Finishes the snapshot that was begun; whether there is one to restore from. */
    boolean completeSnapshot() {
        PendingSnapshot snapshot = pending;
        if (snapshot != null) {
            complete = manifest(snapshot);
            pending = null;
        }
        return complete != null;
    }

    private static Manifest manifest(PendingSnapshot snapshot) {
        while (snapshot.advance(64) == Progress.MORE) {
            // Until all is copied.
        }
        if (!snapshot.isDurable()) {
            throw MillraceException.internal("the backend of a verifier writes at once");
        }
        return snapshot.manifest();
    }

    /** Goes on from the last complete snapshot with another instance, after so many had its state in the meantime. */
    void restore(Heard heard, int meantime) {
        close();
        List<Manifest> manifests = List.of(complete == null ? Manifest.EMPTY : complete);
        if (meantime > 1) {
            List<Manifest> parts = new ArrayList<>();
            for (int index = 0; index < meantime; index++) {
                Instance part = open(manifests, heard, index, meantime);
                parts.add(manifest(freeze(part)));
                close(part);
            }
            manifests = parts;
        }
        current = open(manifests, heard, 0, 1);
    }

    private Instance open(List<Manifest> restored, Heard heard, int index, int parallelism) {
        StateStore store =
                backend.open(
                        new StateBackend.Instance("verified", index, parallelism, KEY_GROUPS, dealtBy()), restored);
        HostContext context =
                new HostContext(
                        new HostContext.Place(
                                index,
                                parallelism,
                                restored.isEmpty() ? HostContext.Start.NEW : HostContext.Start.RESTORED),
                        store,
                        buffers,
                        heard);
        Operator operator = spec.create();
        operator.open(context);
        return new Instance(operator, store, context);
    }

    void close() {
        close(current);
    }

    private static void close(Instance instance) {
        instance.operator().close();
        instance.store().close();
    }

    private int dealtBy() {
        return spec.inputCount() == 0 ? 0 : spec.keys(0).size();
    }
}
