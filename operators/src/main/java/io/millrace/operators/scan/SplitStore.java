package io.millrace.operators.scan;

import io.millrace.data.Batch;
import io.millrace.data.BatchBuilder;
import io.millrace.data.BufferPool;
import io.millrace.data.BytesBuilder;
import io.millrace.data.Cells;
import io.millrace.data.Column.BytesColumn;
import io.millrace.data.DataType;
import io.millrace.data.DataType.Plain;
import io.millrace.data.Field;
import io.millrace.data.LongBuilder;
import io.millrace.data.LongCells;
import io.millrace.data.Schema;
import io.millrace.dataflow.source.Split;
import io.millrace.dataflow.state.MapTable;
import io.millrace.dataflow.state.StateTables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The splits that a scan has not finished, in a table: written before each snapshot, read once, when the scan opens.
 */
final class SplitStore {
    private static final Schema KEY = Schema.of(Field.required("split", DataType.STRING));
    private static final Schema VALUES =
            Schema.of(
                    Field.required("descriptor", DataType.STRING),
                    Field.required("position", DataType.STRING),
                    Field.required("watermark", Plain.BIGINT),
                    Field.required("number", Plain.BIGINT));
    private static final int[] KEY_COLUMN = {0};

    private final MapTable table;
    private final BatchBuilder rows;
    private final int[] slots = new int[Batch.MAX_ROWS];

    SplitStore(StateTables state, BufferPool buffers) {
        table = state.ownMap(Scan.SPLITS, KEY, VALUES);
        List<Field> fields = new ArrayList<>(KEY.fields());
        fields.addAll(VALUES.fields());
        rows = new BatchBuilder(new Schema(fields), buffers);
    }

    /** The splits of the snapshot, in the order in which they were assigned. */
    List<OpenSplit> restored() {
        List<OpenSplit> splits = new ArrayList<>();
        int start = 0;
        for (int listed = table.list(start, slots); listed > 0; listed = table.list(start, slots)) {
            start = slots[listed - 1] + 1;
            for (int i = 0; i < listed; i++) {
                int slot = slots[i];
                Split split = new Split(text(table.key(0), slot), text(table.value(0), slot));
                OpenSplit open =
                        new OpenSplit(split, ((LongCells) table.value(3)).get(slot), text(table.value(1), slot));
                open.watermark = ((LongCells) table.value(2)).get(slot);
                splits.add(open);
            }
        }
        splits.sort(Comparator.comparingLong((OpenSplit open) -> open.number).thenComparing(open -> open.split.id()));
        return splits;
    }

    /** Makes the table hold these splits and no others. */
    void write(Collection<OpenSplit> splits) {
        for (int listed = table.list(0, slots); listed > 0; listed = table.list(0, slots)) {
            for (int i = 0; i < listed; i++) {
                table.remove(slots[i]);
            }
        }
        for (OpenSplit open : splits) {
            ((BytesBuilder) rows.column(0)).append(open.split.id());
            ((BytesBuilder) rows.column(1)).append(open.split.descriptor());
            ((BytesBuilder) rows.column(2)).append(open.position());
            ((LongBuilder) rows.column(3)).append(open.watermark);
            ((LongBuilder) rows.column(4)).append(open.number);
            if (rows.isFull()) {
                add();
            }
        }
        if (!rows.isEmpty()) {
            add();
        }
    }

    void close() {
        rows.close();
    }

    private void add() {
        Batch batch = rows.build();
        table.findOrAdd(batch, KEY_COLUMN, 0, batch.size(), slots);
        for (int value = 0; value < VALUES.size(); value++) {
            table.value(value).setAll(slots, batch, 1 + value, 0, batch.size());
        }
        batch.release();
    }

    private static String text(Cells cells, int slot) {
        BytesBuilder builder = new BytesBuilder(BufferPool.HEAP);
        cells.gather(new int[] {slot}, 0, 1, builder);
        BytesColumn column = builder.build();
        return new String(column.data(), 0, column.offsets()[1], StandardCharsets.UTF_8);
    }
}
