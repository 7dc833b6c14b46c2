package io.millrace.data;

import io.millrace.data.Column.ArrayColumn;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;

/** Builds columns of arrays: append a row's elements to {@link #elements()}, then {@link #endRow}. */
public final class ArrayBuilder implements ColumnBuilder {
    private final BufferPool pool;
    private final ColumnBuilder elements;
    private final ValidityBuilder validity;
    private final IntBuilder ends;

    public ArrayBuilder(ColumnBuilder elements, BufferPool pool) {
        this.pool = pool;
        this.elements = elements;
        this.validity = new ValidityBuilder(pool);
        this.ends = new IntBuilder(pool);
    }

    @Override
    public int size() {
        return Math.max(0, ends.size() - 1);
    }

    @Override
    public long bytes() {
        return Widths.ELEMENT_BYTES * elements.size() + elements.bytes();
    }

    @Override
    public boolean isVariable() {
        return true;
    }

    /** Where the elements of the next row go. */
    public ColumnBuilder elements() {
        return elements;
    }

    /** Ends a row that holds what was appended to the elements since the row before. */
    public void endRow() {
        begin();
        ends.append(elements.size());
    }

    @Override
    public void appendNull() {
        validity.markNull(size());
        endRow();
    }

    @Override
    public void append(Column from, int row) {
        if (from.isNull(row)) {
            appendNull();
            return;
        }
        switch (from) {
            case DictionaryColumn dictionary -> append(dictionary.dictionary(), dictionary.indices()[row]);
            case ConstantColumn constant -> append(constant.value(), 0);
            case Column flat -> {
                ArrayColumn array = (ArrayColumn) flat;
                elements.appendRange(array.elements(), array.offsets()[row], array.offsets()[row + 1]);
                endRow();
            }
        }
    }

    @Override
    public void appendAll(Column from, int[] positions, int start, int end) {
        for (int i = start; i < end; i++) {
            append(from, positions[i]);
        }
    }

    @Override
    public void appendRange(Column from, int start, int end) {
        for (int row = start; row < end; row++) {
            append(from, row);
        }
    }

    @Override
    public ArrayColumn build() {
        begin();
        int rows = size();
        long[] bitmap = validity.build(rows);
        Column.IntColumn offsets = ends.build();
        Lease lease = Pooled.lease(pool, bitmap, offsets.values());
        ArrayColumn built = new ArrayColumn(rows, offsets.values(), elements.build(), bitmap, lease);
        return built;
    }

    @Override
    public ArrayColumn view() {
        begin();
        return new ArrayColumn(size(), ends.view().values(), elements.view(), validity.view(size()), Lease.UNPOOLED);
    }

    @Override
    public void reset() {
        ends.reset();
        elements.reset();
        validity.reset();
    }

    @Override
    public void close() {
        ends.close();
        elements.close();
        validity.close();
    }

    private void begin() {
        if (ends.size() == 0) {
            ends.append(0);
        }
    }
}
