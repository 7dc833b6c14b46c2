package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.data.Schema;
import io.millrace.dataflow.InputSet;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;

/**
 * Runs a {@link BuildProbeJoin}. A probe row with more matches than there is room for marks those that were emitted, as
 * in {@link SymmetricJoin}.
 */
final class BuildProbeOperator implements Operator {
    private static final int BUILD = 0;
    private static final int PROBE = 1;
    private static final InputSet BUILD_ALONE = InputSet.of(BUILD);
    private static final InputSet PROBE_ALONE = InputSet.of(PROBE);

    private final BuildProbeJoin spec;
    private final int[] slots = new int[Batch.MAX_ROWS];
    private JoinSide build;
    private Probe probe;
    private PaddedRows alone;
    private boolean built;

    BuildProbeOperator(BuildProbeJoin spec) {
        this.spec = spec;
    }

    @Override
    public void open(OperatorContext context) {
        JoinCondition condition = spec.condition();
        Schema probed = spec.probe().schema();
        build =
                JoinSide.declare(
                        "build", spec.build(), JoinKeys.right(condition), JoinSide.Degrees.NOT_KEPT, context.state());
        Pairs pairs = Pairs.of(probed, build.schema(), condition, spec.type(), context);
        probe = new Probe(0, JoinKeys.left(condition), build, pairs, Probe.Listener.NONE);
        if (context.isRestored()) {
            probe.restore();
        }
        alone = new PaddedRows(spec.output(), probed, 0, context.buffers());
        built = context.hasEnded(BUILD);
    }

    @Override
    public InputSet select() {
        return built ? PROBE_ALONE : BUILD_ALONE;
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        if (input == BUILD) {
            build.add(batch, from, batch.size(), slots);
            return batch.size();
        }
        int reached = probe.probe(batch, from, output);
        settle(batch, from, reached, output);
        return reached;
    }

    @Override
    public Progress endInput(int input, Output output) {
        built |= input == BUILD;
        return Progress.DONE;
    }

    @Override
    public void close() {
        if (alone != null) {
            alone.close();
        }
    }

    private void settle(Batch batch, int from, int to, Output output) {
        boolean wantsPartner = spec.type() == JoinType.SEMI;
        if (spec.type() == JoinType.INNER) {
            return;
        }
        for (int row = from; row < to; row++) {
            if (probe.degree(row - from) > 0 == wantsPartner) {
                int position = batch.position(row);
                alone.add(batch, position, batch.weightAt(position), output);
            }
        }
        alone.flush(output);
    }
}
