package io.millrace.operators.join;

import io.millrace.data.Batch;
import io.millrace.data.Schema;
import io.millrace.dataflow.InputSet;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.dataflow.state.MultimapTable;
import io.millrace.operators.expression.Projector;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
    private final int[] probeKeys;
    private final int[] aloneColumns;
    private final int[] slots = new int[Batch.MAX_ROWS];
    private final long[] degrees = new long[Batch.MAX_ROWS];
    private final int[] weights = new int[Batch.MAX_ROWS];
    private OperatorContext context;
    private JoinSide build;
    private Pairs pairs;
    private PaddedRows alone;
    private boolean built;
    private boolean marked;
    private boolean resuming;
    private int resumeSlot;
    private long resumeDegree;

    BuildProbeOperator(BuildProbeJoin spec) {
        this.spec = spec;
        this.probeKeys = spec.condition().leftKeys().stream().mapToInt(Integer::intValue).toArray();
        this.aloneColumns = JoinSide.differing(spec.condition().leftKeys(), spec.condition());
    }

    @Override
    public void open(OperatorContext opened) {
        context = opened;
        JoinCondition condition = spec.condition();
        build = JoinSide.declare("build", spec.build().schema(), condition.rightKeys(), condition, opened.state());
        Schema both = SymmetricJoin.concat(spec.probe().schema(), spec.build().schema());
        Optional<Projector> residual =
                condition
                        .residual()
                        .map(rest -> Projector.compile(List.of(), Optional.of(rest), both.types(), opened.session()));
        pairs = new Pairs(both, residual, opened.buffers());
        alone = new PaddedRows(spec.output(), spec.probe().schema(), 0, opened.buffers());
        built = opened.hasEnded(BUILD);
        marked = opened.isRestored();
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
        return probe(batch, from, output);
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

    private int probe(Batch batch, int from, Output output) {
        int size = batch.size();
        build.table().find(batch, probeKeys, from, size, slots);
        Arrays.fill(degrees, 0, size - from, 0);
        int row = from;
        boolean room = true;
        while (row < size && room) {
            int position = batch.position(row);
            int first = isAlone(batch, position) ? MultimapTable.ABSENT : slots[row - from];
            int begin = resuming ? resumeSlot : first;
            degrees[row - from] = resuming ? resumeDegree : 0;
            int slot = begin;
            while (slot != MultimapTable.ABSENT && room) {
                pairs.add(row - from, position, slot, marked && build.isMarked(slot));
                slot = build.table().next(slot);
                if (pairs.isFull()) {
                    flush(batch, from, output);
                    room = output.room();
                }
            }
            if (slot != MultimapTable.ABSENT) {
                interrupt(begin, slot, degrees[row - from]);
                break;
            }
            if (resuming || marked) {
                unmark(first);
            }
            resuming = false;
            row++;
        }
        flush(batch, from, output);
        settle(batch, from, row, output);
        return row;
    }

    private boolean isAlone(Batch batch, int position) {
        for (int column : aloneColumns) {
            if (batch.column(column).isNull(position)) {
                return true;
            }
        }
        return false;
    }

    private void interrupt(int begin, int next, long degree) {
        for (int slot = begin; slot != next; slot = build.table().next(slot)) {
            build.mark(slot, 1);
        }
        resuming = true;
        resumeSlot = next;
        resumeDegree = degree;
    }

    private void unmark(int first) {
        for (int slot = first; slot != MultimapTable.ABSENT; slot = build.table().next(slot)) {
            if (build.isMarked(slot)) {
                build.mark(slot, 0);
            }
        }
    }

    private void flush(Batch batch, int from, Output output) {
        if (pairs.count() == 0) {
            return;
        }
        int passes = pairs.judge(batch, build, 0);
        int emitted = 0;
        for (int i = 0; i < passes; i++) {
            int pair = pairs.passing[i];
            int buildWeight = build.table().weight(pairs.slots[pair]);
            int row = pairs.rows[pair];
            degrees[row] += buildWeight;
            if (!pairs.again[pair]) {
                pairs.passing[emitted] = pair;
                weights[emitted++] = Math.multiplyExact(buildWeight, batch.weightAt(batch.position(from + row)));
            }
        }
        if (emitted > 0 && !spec.type().isLeftOnly()) {
            output.emit(pairs.build(batch, build, 0, emitted, weights));
        }
        pairs.clear();
    }

    private void settle(Batch batch, int from, int to, Output output) {
        boolean wantsPartner = spec.type() == JoinType.SEMI;
        if (spec.type() == JoinType.INNER) {
            return;
        }
        for (int row = from; row < to; row++) {
            if (degrees[row - from] > 0 == wantsPartner) {
                int position = batch.position(row);
                alone.add(batch, position, batch.weightAt(position), output);
            }
        }
        alone.flush(output);
    }
}
