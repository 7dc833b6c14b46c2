package io.millrace.operators.aggregate;

import io.millrace.data.Batch;
import io.millrace.data.BytesCells;
import io.millrace.data.Cells;
import io.millrace.data.Column;
import io.millrace.data.Column.BytesColumn;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.MillraceException;
import java.util.Arrays;

/** Texts of rows that stay, joined in the order of arrival. */
final class TextAccumulator implements Accumulator {
    private static final byte[] COMMA = {','};

    /** A text may take such a part of the heap: it is there several times while its group is emitted. */
    private static final int HEAP_PART = 16;

    private static final long MOST_BYTES =
            Math.min(Integer.MAX_VALUE / 2, Runtime.getRuntime().maxMemory() / HEAP_PART);

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
            if (length + (long) count > MOST_BYTES) {
                throw MillraceException.resources(
                        "value-too-long",
                        "LISTAGG: the text of one group has more than "
                                + (MOST_BYTES >> 20)
                                + " MB. Give the process a larger heap with MILLRACE_JAVA_OPTS=-Xmx…, group by more"
                                + " columns, or join shorter texts");
            }
            joined = Arrays.copyOf(joined, (int) Math.min(MOST_BYTES, Math.max(length + count, 2L * joined.length)));
        }
        System.arraycopy(source, from, joined, length, count);
        length += count;
    }

    @Override
    public boolean isZero(int slot) {
        return cells.isNull(slot);
    }
}
