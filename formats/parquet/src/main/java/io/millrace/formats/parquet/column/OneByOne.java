package io.millrace.formats.parquet.column;

import io.millrace.data.BufferPool;
import io.millrace.data.BytesBuilder;
import io.millrace.data.Column.BytesColumn;
import io.millrace.data.ColumnBuilder;
import io.millrace.formats.parquet.page.PageValues;

/** Bytes that are looked at one value after another before they go into the column. */
final class OneByOne implements ValueTarget {
    private final BytesBuilder scratch = new BytesBuilder(BufferPool.HEAP);
    private final Each each;

    /** What becomes of one value. */
    interface Each {
        /** Appends it, or something in its place that is told. */
        void append(byte[] data, int start, int end, int index, Misfits misfits);

        ColumnBuilder builder();
    }

    OneByOne(Each each) {
        this.each = each;
    }

    @Override
    public ColumnBuilder builder() {
        return each.builder();
    }

    @Override
    public void append(PageValues values, int count, Misfits misfits) {
        scratch.reset();
        values.bytes(scratch, count);
        BytesColumn read = scratch.view();
        for (int i = 0; i < count; i++) {
            each.append(read.data(), read.offsets()[i], read.offsets()[i + 1], i, misfits);
        }
    }
}
