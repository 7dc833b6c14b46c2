package io.millrace.data;

import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.Column.RowColumn;

/** Builds columns of rows: append one value to each {@link #field}, then {@link #endRow}. */
public final class RowBuilder implements ColumnBuilder {
    private final BufferPool pool;
    private final ColumnBuilder[] fields;
    private final ValidityBuilder validity;
    private int size;

    public RowBuilder(ColumnBuilder[] fields, BufferPool pool) {
        this.pool = pool;
        this.fields = fields;
        this.validity = new ValidityBuilder(pool);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long bytes() {
        return ColumnBuilder.bytes(fields);
    }

    @Override
    public boolean isVariable() {
        return true;
    }

    public int fieldCount() {
        return fields.length;
    }

    public ColumnBuilder field(int index) {
        return fields[index];
    }

    /** Ends a row whose fields have been appended. */
    public void endRow() {
        size++;
    }

    @Override
    public void appendNull() {
        validity.markNull(size);
        for (ColumnBuilder field : fields) {
            field.appendNull();
        }
        size++;
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
                RowColumn rows = (RowColumn) flat;
                for (int i = 0; i < fields.length; i++) {
                    fields[i].append(rows.fields()[i], row);
                }
                size++;
            }
        }
    }

    @Override
    public void appendAll(Column from, int[] positions, int start, int end) {
        if (from instanceof RowColumn rows) {
            validity.gather(rows.validity(), positions, start, end, size);
            for (int i = 0; i < fields.length; i++) {
                fields[i].appendAll(rows.fields()[i], positions, start, end);
            }
            size += end - start;
            return;
        }
        for (int i = start; i < end; i++) {
            append(from, positions[i]);
        }
    }

    @Override
    public void appendRange(Column from, int start, int end) {
        if (from instanceof RowColumn rows) {
            validity.range(rows.validity(), start, end, size);
            for (int i = 0; i < fields.length; i++) {
                fields[i].appendRange(rows.fields()[i], start, end);
            }
            size += end - start;
            return;
        }
        for (int row = start; row < end; row++) {
            append(from, row);
        }
    }

    @Override
    public RowColumn build() {
        Column[] columns = new Column[fields.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = fields[i].build();
        }
        long[] bitmap = validity.build(size);
        Lease lease = Pooled.lease(pool, bitmap);
        RowColumn built = new RowColumn(size, columns, bitmap, lease);
        size = 0;
        return built;
    }

    @Override
    public RowColumn view() {
        Column[] columns = new Column[fields.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = fields[i].view();
        }
        return new RowColumn(size, columns, validity.view(size), Lease.UNPOOLED);
    }

    @Override
    public void reset() {
        size = 0;
        for (ColumnBuilder field : fields) {
            field.reset();
        }
        validity.reset();
    }

    @Override
    public void close() {
        size = 0;
        for (ColumnBuilder field : fields) {
            field.close();
        }
        validity.close();
    }
}
