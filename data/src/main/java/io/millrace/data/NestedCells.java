package io.millrace.data;

import io.millrace.data.Column.BytesColumn;

/**
 * Cells of arrays, maps and rows. A value is held as the bytes of {@link NestedBytes}, in which equal values are equal
 * bytes; so all zeros come back as 0 and all NaN as one. Their order is that of those bytes: total, and of no other
 * meaning.
 */
public final class NestedCells implements Cells {
    private final DataType type;
    private final BytesCells bytes = new BytesCells();
    private final NestedBytes scratch = new NestedBytes();

    NestedCells(DataType type) {
        this.type = type;
    }

    @Override
    public boolean isNull(int slot) {
        return bytes.isNull(slot);
    }

    @Override
    public void setNull(int slot) {
        bytes.setNull(slot);
    }

    @Override
    public void set(int slot, Column from, int position) {
        if (from.isNull(position)) {
            bytes.setNull(slot);
        } else {
            scratch.encode(type, from, position);
            bytes.set(slot, scratch.data(), 0, scratch.length());
        }
    }

    @Override
    public void setAll(int[] slots, Batch batch, int column, int start, int end) {
        Cells.setEach(this, slots, batch, batch.column(column), start, end);
    }

    @Override
    public void copy(int slot, Cells from, int source) {
        bytes.copy(slot, ((NestedCells) from).bytes, source);
    }

    @Override
    public void gather(int[] slots, int from, int to, ColumnBuilder into) {
        for (int i = from; i < to; i++) {
            int slot = slots[i];
            if (bytes.isNull(slot)) {
                into.appendNull();
            } else {
                NestedBytes.decode(type, bytes.chunk(slot), bytes.start(slot), into);
            }
        }
    }

    @Override
    public boolean same(int slot, Column from, int position) {
        if (bytes.isNull(slot) || from.isNull(position)) {
            return bytes.isNull(slot) && from.isNull(position);
        }
        scratch.encode(type, from, position);
        return bytes.same(slot, scratch.data(), 0, scratch.length());
    }

    @Override
    public void reject(int[] slots, Batch batch, int column, int start, int end) {
        Cells.rejectEach(this, slots, batch, batch.column(column), start, end);
    }

    @Override
    public int compare(int slot, Column from, int position) {
        if (bytes.isNull(slot) || from.isNull(position)) {
            return Cells.compareNulls(bytes.isNull(slot), from.isNull(position));
        }
        scratch.encode(type, from, position);
        int[] offsets = {0, scratch.length()};
        return bytes.compare(slot, new BytesColumn(1, offsets, scratch.data(), Validity.ALL, Lease.UNPOOLED), 0);
    }

    @Override
    public int compare(int left, int right) {
        return bytes.compare(left, right);
    }

    @Override
    public void reserve(int slots) {
        bytes.reserve(slots);
    }

    @Override
    public void truncate(int slots) {
        bytes.truncate(slots);
    }

    @Override
    public void clear(int slot) {
        bytes.clear(slot);
    }

    @Override
    public long longest() {
        return bytes.longest();
    }

    @Override
    public long bytes(int slot) {
        return bytes.bytes(slot);
    }

    @Override
    public long sizeBytes() {
        return bytes.sizeBytes() + scratch.data().length;
    }
}
