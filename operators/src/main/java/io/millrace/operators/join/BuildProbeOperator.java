package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.data.Schema;
import io.millrace.dataflow.InputSet;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Runs a {@link BuildProbeJoin}. A probe row with more matches than there is room for marks those that were emitted, as
 * in {@link SymmetricJoin}; past a {@link SmallBuild} a row has one at most.
 */
final class BuildProbeOperator implements Operator {
    private static final int BUILD = 0;
    private static final int PROBE = 1;
    private static final InputSet BUILD_ALONE = InputSet.of(BUILD);
    private static final InputSet PROBE_ALONE = InputSet.of(PROBE);

    private final BuildProbeJoin spec;
    private final int[] slots = new int[Batch.MAX_ROWS];
    private OperatorContext context;
    private JoinSide build;
    private Optional<SmallBuild> small = Optional.empty();
    private Probe probe;
    private PaddedRows alone;
    private boolean built;

    BuildProbeOperator(BuildProbeJoin spec) {
        this.spec = spec;
    }

    @Override
    public void open(OperatorContext opened) {
        context = opened;
        JoinCondition condition = spec.condition();
        Schema probed = spec.probe().schema();
        JoinKeys keys = JoinKeys.right(condition);
        build =
                spec.placement() == BuildProbeJoin.Placement.EVERYWHERE
                        ? JoinSide.declareWhole("build", spec.build().schema(), keys, context.state())
                        : JoinSide.declare("build", spec.build(), keys, JoinSide.Degrees.NOT_KEPT, context.state());
        Pairs pairs = Pairs.of(probed, build.schema(), condition, spec.type(), context);
        probe = new Probe(0, JoinKeys.left(condition), build, pairs, Probe.Listener.NONE);
        if (context.isRestored()) {
            probe.restore();
        }
        alone = new PaddedRows(spec.output(), probed, 0, context.buffers());
        if (context.hasEnded(BUILD)) {
            end();
        }
    }

    /** All of the build side is there, and stays as it is. */
    private void end() {
        built = true;
        if (spec.condition().residual().isEmpty()) {
            small = SmallBuild.of(build, JoinKeys.left(spec.condition()), context.buffers());
        }
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
        if (small.isPresent() && probe.isBetweenRows()) {
            look(small.get(), batch, from, output);
            return batch.size();
        }
        int reached = probe.probe(batch, from, output);
        emitAlone(batch, from, reached, row -> probe.degree(row) > 0, output);
        return reached;
    }

    private void look(SmallBuild rows, Batch batch, int from, Output output) {
        int count = batch.size() - from;
        int joined = rows.find(batch, from, batch.size(), slots);
        if (joined > 0 && !spec.type().isLeftOnly()) {
            output.emit(rows.join(batch, from, count, slots));
        }
        emitAlone(batch, from, batch.size(), row -> slots[row] != SmallBuild.NONE, output);
    }

    @Override
    public Progress endInput(int input, Output output) {
        if (input == BUILD) {
            end();
        }
        return Progress.DONE;
    }

    @Override
    public void close() {
        if (alone != null) {
            alone.close();
        }
    }

    /**
     * Emits the rows that the type gives without columns of a partner.
     *
     * @param hasPartner asked with how far a row lies behind the first one
     */
    private void emitAlone(Batch batch, int from, int to, IntPredicate hasPartner, Output output) {
        boolean wantsPartner = spec.type() == JoinType.SEMI;
        if (spec.type() == JoinType.INNER) {
            return;
        }
        for (int row = from; row < to; row++) {
            if (hasPartner.test(row - from) == wantsPartner) {
                int position = batch.position(row);
                alone.add(batch, position, batch.weightAt(position), output);
            }
        }
        alone.flush(output);
    }
}
