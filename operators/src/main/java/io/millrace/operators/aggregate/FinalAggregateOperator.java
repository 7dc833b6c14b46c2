package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.BufferPool;
import io.millrace.data.ColumnBuilder;
import io.millrace.data.LongCells;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.operators.Columnar;
import java.util.List;

/** Emits every group once, when the input has ended; a group that was emitted leaves the table. */
final class FinalAggregateOperator implements Operator {
    private final Aggregate spec;
    private final int keyCount;
    private Groups groups;
    private ColumnBuilder[] out;
    private boolean lacksOnlyGroup;
    private final int[] listed = new int[Batch.MAX_ROWS];
    private final int[] slots = new int[Batch.MAX_ROWS];

    FinalAggregateOperator(Aggregate spec) {
        this.spec = spec;
        this.keyCount = spec.grouping().keys().size();
    }

    @Override
    public void open(OperatorContext context) {
        List<Integer> keys = spec.grouping().keys();
        GroupTables tables =
                new GroupTables(
                        context.state(),
                        Groups.keys(spec.input().schema(), keys),
                        keys.isEmpty() ? GroupTables.Kind.OWN : GroupTables.Kind.KEYED);
        groups =
                new Groups(
                        "groups",
                        new Groups.Input(spec.input(), spec.grouping(), spec.phase()),
                        Columnar.ints(keys),
                        tables,
                        List.of());
        BufferPool buffers = context.buffers();
        out = Columnar.builders(spec.output(), buffers);
        lacksOnlyGroup = keys.isEmpty() && context.index() == 0 && groups.table().size() == 0 && !context.hasEnded(0);
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        groups.locate(batch, from, batch.size());
        groups.add(batch);
        lacksOnlyGroup = false;
        return batch.size();
    }

    @Override
    public Progress endInput(int input, Output output) {
        if (lacksOnlyGroup) {
            lacksOnlyGroup = false;
            groups.locateOnly(Batch.of(1));
        }
        for (int count = groups.table().list(0, listed); count > 0; count = groups.table().list(0, listed)) {
            if (!output.room()) {
                return Progress.MORE;
            }
            emit(groups.fitting(listed, 0, count), output);
        }
        return Progress.DONE;
    }

    @Override
    public void close() {
        if (out != null) {
            Columnar.close(out);
        }
    }

    private void emit(int count, Output output) {
        LongCells rowCount = groups.rowCount();
        int existing = 0;
        for (int i = 0; i < count; i++) {
            if (keyCount == 0 || rowCount.get(listed[i]) > 0) {
                slots[existing++] = listed[i];
            }
        }
        if (existing > 0) {
            for (int key = 0; key < keyCount; key++) {
                groups.table().key(key).gather(slots, 0, existing, out[key]);
            }
            groups.results(slots, 0, existing, out, keyCount);
            output.emit(Batch.of(existing, Columnar.build(out)));
        }
        for (int i = 0; i < count; i++) {
            groups.table().remove(listed[i]);
        }
    }
}
