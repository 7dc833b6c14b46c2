package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.data.Schema;
import io.millrace.dataflow.FlushReason;
import io.millrace.dataflow.InputSet;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.operators.Columnar;
import io.millrace.operators.Outbox;
import io.millrace.operators.join.JoinSide.Role;
import io.millrace.operators.join.JoinSide.Shown;

/** Keeps the build side, then pairs the probe side with it. */
final class BuildProbeJoinOperator implements Operator {
    private static final int BUILD = 0;
    private static final int PROBE = 1;
    private static final InputSet BUILD_ONLY = InputSet.of(BUILD);

    private final BuildProbeJoin spec;
    private boolean isBuilt;
    private JoinSide build;
    private Pairs pairs;
    private Probing probing;
    private Outbox outbox;
    private final int[] slots = new int[Batch.MAX_ROWS];
    private final long[] uncounted = new long[Batch.MAX_ROWS];

    BuildProbeJoinOperator(BuildProbeJoin spec) {
        this.spec = spec;
    }

    @Override
    public void open(OperatorContext context) {
        isBuilt = context.hasEnded(BUILD);
        Schema left = spec.probe().schema();
        Schema right = spec.build().schema();
        JoinCondition condition = spec.condition();
        Role probeRole = new Role("probe", 0, Shown.ofLeft(spec.type()));
        Role buildRole = new Role("build", left.size(), Shown.NEVER);
        JoinSide probe = new JoinSide(left, Columnar.ints(condition.leftKeys()), condition.keys(), probeRole);
        build = new JoinSide(right, Columnar.ints(condition.rightKeys()), condition.keys(), buildRole).stored(context.state());
        outbox = new Outbox(spec.output(), context.buffers());
        pairs = Pairs.of(condition, left, right, true, build, context);
        probing = new Probing(
                PROBE, probe, pairs, spec.type(), outbox, Probing.cursor(left.project(probe.keys), context.state()));
    }

    @Override
    public InputSet select() {
        return isBuilt ? InputSet.ALL : BUILD_ONLY;
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        if (input == BUILD) {
            build.add(batch, from, batch.size(), uncounted, slots);
            return batch.size();
        }
        int next = probing.probe(batch, from, output);
        if (outbox.size() > 0 && output.room()) {
            outbox.emit(output);
        }
        return next;
    }

    @Override
    public Progress endInput(int input, Output output) {
        if (input == BUILD) {
            isBuilt = true;
            return Progress.DONE;
        }
        return outbox.drain(output);
    }

    @Override
    public Progress flush(FlushReason reason, Output output) {
        return outbox.drain(output);
    }

    @Override
    public void close() {
        if (outbox != null) {
            outbox.close();
        }
        if (pairs != null) {
            pairs.close();
        }
    }
}
