package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.dataflow.FlushReason;
import io.millrace.dataflow.Operator;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.Output;
import io.millrace.dataflow.Progress;
import io.millrace.operators.Columnar;
import java.util.List;

/** Keeps the results of all groups up to date: holds changed groups back until a flush, or until they are many. */
final class AggregateOperator implements Operator {
    private static final Field HELD = Field.of("$held", Plain.BOOLEAN);

    private final Aggregate spec;
    private OperatorContext context;
    private Groups groups;
    private HeldGroups held;

    /** Whether the one group of an aggregation without keys is still to be made. */
    private boolean lacksOnlyGroup;

    AggregateOperator(Aggregate spec) {
        this.spec = spec;
    }

    @Override
    public void open(OperatorContext opened) {
        context = opened;
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
                        List.of(HELD));
        held = new HeldGroups(groups, spec.output(), keys.size(), !spec.input().isAppend(), context);
        lacksOnlyGroup = keys.isEmpty() && context.index() == 0 && groups.table().size() == 0;
    }

    @Override
    public int process(int input, Batch batch, int from, Output output) {
        makeOnlyGroup();
        int row = from;
        while (row < batch.size()) {
            if (held.isFull() && held.emit(output) == Progress.MORE) {
                return row;
            }
            if (held.isEmpty()) {
                forget();
            }
            row = add(batch, row);
        }
        return row;
    }

    /** Adds rows, as many as have groups whose results before can be copied at once; returns the next one. */
    private int add(Batch batch, int from) {
        groups.locate(batch, from, batch.size());
        int count = groups.fitting(groups.slots(), 0, batch.size() - from);
        if (count < batch.size() - from) {
            groups.locate(batch, from, from + count);
        }
        held.take(groups.slots(), count);
        groups.add(batch);
        return from + count;
    }

    @Override
    public Progress endInput(int input, Output output) {
        makeOnlyGroup();
        return held.emit(output);
    }

    @Override
    public Progress flush(FlushReason reason, Output output) {
        makeOnlyGroup();
        Progress progress = held.emit(output);
        if (progress == Progress.DONE) {
            forget();
        }
        return progress;
    }

    private void forget() {
        if (spec.forgets()) {
            context.state().forget(context.clock().millis());
        }
    }

    @Override
    public void close() {
        if (held != null) {
            held.close();
        }
    }

    private void makeOnlyGroup() {
        if (lacksOnlyGroup) {
            lacksOnlyGroup = false;
            groups.locateOnly(Batch.of(1));
            held.takeFirst(groups.slots()[0]);
        }
    }
}
