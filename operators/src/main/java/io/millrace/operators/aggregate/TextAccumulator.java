package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.BytesCells;
import io.millrace.data.Cells;
import io.millrace.data.Column;
import io.millrace.data.Column.BytesColumn;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import java.util.Arrays;

/** Texts of rows that stay, joined in the order of arrival. */
final class TextAccumulator implements Accumulator {
    private static final byte[] COMMA = {','};

    private final BytesCells cells;
    private final int column;

    /** The column of separators, or −1. */
    private final int separatorColumn;

    private byte[] joined = new byte[64];
    private int length;

    TextAccumulator(Cells cells, int column, int separatorColumn) {
        this.cells = (BytesCells) cells;
        this.column = column;
        this.separatorColumn = separatorColumn;
    }

    @Override
    public void begin(int[] slots, int count) {}

    @Override
    public void add(Batch batch, RowSet rows) {
        for (int i = 0; i < rows.count; i++) {
            int slot = rows.slots[i];
            length = 0;
            if (!cells.isNull(slot)) {
                append(cells.chunk(slot), cells.start(slot), cells.length(slot));
                if (separatorColumn < 0) {
                    append(COMMA, 0, 1);
                } else {
                    append(batch.column(separatorColumn), rows.positions[i]);
                }
            }
            append(batch.column(column), rows.positions[i]);
            cells.set(slot, joined, 0, length);
        }
    }

    private void append(Column source, int position) {
        switch (source) {
            case DictionaryColumn dictionary -> append(dictionary.dictionary(), dictionary.indices()[position]);
            case ConstantColumn constant -> append(constant.value(), 0);
            case BytesColumn flat -> {
                int start = flat.offsets()[position];
                append(flat.data(), start, flat.offsets()[position + 1] - start);
            }
            case Column other -> throw new IllegalArgumentException("no text: " + other.getClass().getSimpleName());
        }
    }

    private void append(byte[] source, int from, int count) {
        if (length + count > joined.length) {
            joined = Arrays.copyOf(joined, Math.max(length + count, 2 * joined.length));
        }
        System.arraycopy(source, from, joined, length, count);
        length += count;
    }

    @Override
    public boolean isZero(int slot) {
        return cells.isNull(slot);
    }
}
