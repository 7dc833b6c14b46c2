package io.millrace.data;

import io.millrace.data.Column.BytesColumn;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Cells of bytes of any length. Each cell has one word: the place of its bytes in an arena and their length. A shorter
 * or equal value is written in place of the old one.
 *
 * <p><b>Compaction.</b> When less than half of the arena is in use, its sparse chunks are marked, and each value
 * written from then on moves the values of a few slots out of marked chunks, until all slots have been seen; the marked
 * chunks are empty then. So a write never costs more than a few small copies. A large value sits alone in its chunk and
 * is never moved.
 */
public final class BytesCells implements Cells {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int LENGTH_BITS = 20;

    /** In the place of a length that does not fit: the value is its whole chunk. */
    private static final int WHOLE_CHUNK = (1 << LENGTH_BITS) - 1;

    private static final int MOVED_PER_WRITE = 16;
    private static final int NOT_COMPACTING = -1;

    /** In the place of a dictionary's indices: a row's value stands at its own position. */
    private static final int[] FLAT = {};

    private final Presence presence = new Presence();
    private final LongCells places = new LongCells();
    private BytesArena arena = new BytesArena();
    private int capacity;
    private int compacted = NOT_COMPACTING;
    private int longest;

    /** The array that holds the bytes of this cell, from {@link #start} on; valid until the next write to any cell. */
    public byte[] chunk(int slot) {
        return arena.chunks()[chunkOf(places.get(slot))];
    }

    public int start(int slot) {
        return (int) places.get(slot) & BytesArena.CHUNK_MASK;
    }

    public int length(int slot) {
        return lengthOf(places.get(slot));
    }

    public void set(int slot, byte[] source, int from, int length) {
        if (compacted != NOT_COMPACTING) {
            compact();
        }
        if (length > longest) {
            longest = length;
        }
        long old = places.get(slot);
        int before = lengthOf(old);
        long place;
        if (length <= before && before < WHOLE_CHUNK) {
            place = old & ~(-1L << -LENGTH_BITS);
            if (length < before) {
                arena.free(chunkOf(old), before - length);
            }
        } else {
            free(old, before);
            place = arena.allocate(length);
        }
        if (length == 0) {
            place = 0;
        } else {
            System.arraycopy(source, from, arena.chunks()[chunkOf(place)], (int) place & BytesArena.CHUNK_MASK, length);
        }
        places.set(slot, place | (long) Math.min(length, WHOLE_CHUNK) << -LENGTH_BITS);
        presence.set(slot);
    }

    @Override
    public boolean isNull(int slot) {
        return presence.isNull(slot);
    }

    @Override
    public void setNull(int slot) {
        long old = places.get(slot);
        if (old != 0) {
            free(old, lengthOf(old));
            places.set(slot, 0);
        }
        presence.clear(slot);
    }

    @Override
    public void set(int slot, Column from, int position) {
        if (from.isNull(position)) {
            setNull(slot);
            return;
        }
        switch (from) {
            case DictionaryColumn dictionary -> set(slot, dictionary.dictionary(), dictionary.indices()[position]);
            case ConstantColumn constant -> set(slot, constant.value(), 0);
            case Column flat -> {
                BytesColumn column = (BytesColumn) flat;
                int start = column.offsets()[position];
                set(slot, column.data(), start, column.offsets()[position + 1] - start);
            }
        }
    }

    @Override
    public void setAll(int[] slots, Batch batch, int column, int start, int end) {
        Column source = batch.column(column);
        if (!(entries(source) instanceof BytesColumn flat) || source.mayHaveNulls()) {
            Cells.setEach(this, slots, batch, source, start, end);
            return;
        }
        int[] offsets = flat.offsets();
        int[] indices = indices(source);
        for (int i = start; i < end; i++) {
            int slot = slots[i - start];
            if (slot >= 0) {
                int position = batch.position(i);
                int entry = indices == FLAT ? position : indices[position];
                set(slot, flat.data(), offsets[entry], offsets[entry + 1] - offsets[entry]);
            }
        }
    }

    /** The values of a column, be they its rows or the entries of its dictionary. */
    private static Column entries(Column column) {
        return column instanceof DictionaryColumn dictionary ? dictionary.dictionary() : column;
    }

    private static int[] indices(Column column) {
        return column instanceof DictionaryColumn dictionary ? dictionary.indices() : FLAT;
    }

    @Override
    public void copy(int slot, Cells from, int source) {
        BytesCells cells = (BytesCells) from;
        if (cells.isNull(source)) {
            setNull(slot);
        } else {
            set(slot, cells.chunk(source), cells.start(source), cells.length(source));
        }
    }

    @Override
    public void gather(int[] slots, int from, int to, ColumnBuilder into) {
        BytesBuilder builder = (BytesBuilder) into;
        int bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += length(slots[i]);
        }
        builder.reserveOffsets(builder.size() + to - from);
        builder.room(bytes);
        for (int i = from; i < to; i++) {
            int slot = slots[i];
            if (presence.isNull(slot)) {
                builder.appendNull();
            } else {
                int start = start(slot);
                builder.append(chunk(slot), start, start + length(slot));
            }
        }
    }

    @Override
    public boolean same(int slot, Column from, int position) {
        if (presence.isNull(slot) || from.isNull(position)) {
            return presence.isNull(slot) && from.isNull(position);
        }
        return switch (from) {
            case DictionaryColumn dictionary -> same(slot, dictionary.dictionary(), dictionary.indices()[position]);
            case ConstantColumn constant -> same(slot, constant.value(), 0);
            case Column flat -> {
                BytesColumn column = (BytesColumn) flat;
                int start = column.offsets()[position];
                yield same(slot, column.data(), start, column.offsets()[position + 1] - start);
            }
        };
    }

    /** Whether the cell, which is not null, holds these bytes. */
    public boolean same(int slot, byte[] data, int from, int length) {
        long place = places.get(slot);
        if (lengthOf(place) != length) {
            return false;
        }
        byte[] chunk = arena.chunks()[chunkOf(place)];
        int start = (int) place & BytesArena.CHUNK_MASK;
        if (length < Long.BYTES || length > 2 * Long.BYTES) {
            return Arrays.equals(chunk, start, start + length, data, from, from + length);
        }
        // Two words that may overlap: most keys are short.
        int last = length - Long.BYTES;
        return (long) LONGS.get(chunk, start) == (long) LONGS.get(data, from)
                && (long) LONGS.get(chunk, start + last) == (long) LONGS.get(data, from + last);
    }

    @Override
    public void reject(int[] slots, Batch batch, int column, int start, int end) {
        Column source = batch.column(column);
        if (!(entries(source) instanceof BytesColumn flat) || source.mayHaveNulls()) {
            Cells.rejectEach(this, slots, batch, source, start, end);
            return;
        }
        int[] offsets = flat.offsets();
        int[] indices = indices(source);
        byte[] data = flat.data();
        for (int i = start; i < end; i++) {
            int slot = slots[i - start];
            if (slot >= 0) {
                int position = batch.position(i);
                int entry = indices == FLAT ? position : indices[position];
                int length = offsets[entry + 1] - offsets[entry];
                if (presence.isNull(slot) || !same(slot, data, offsets[entry], length)) {
                    slots[i - start] = -1;
                }
            }
        }
    }

    @Override
    public int compare(int slot, Column from, int position) {
        boolean missing = presence.isNull(slot);
        if (missing || from.isNull(position)) {
            return Cells.compareNulls(missing, from.isNull(position));
        }
        return switch (from) {
            case DictionaryColumn dictionary -> compare(slot, dictionary.dictionary(), dictionary.indices()[position]);
            case ConstantColumn constant -> compare(slot, constant.value(), 0);
            case Column flat -> {
                BytesColumn column = (BytesColumn) flat;
                int start = start(slot);
                yield Arrays.compareUnsigned(
                        chunk(slot),
                        start,
                        start + length(slot),
                        column.data(),
                        column.offsets()[position],
                        column.offsets()[position + 1]);
            }
        };
    }

    @Override
    public int compare(int left, int right) {
        if (presence.isNull(left) || presence.isNull(right)) {
            return Cells.compareNulls(presence.isNull(left), presence.isNull(right));
        }
        int start = start(left);
        int other = start(right);
        return Arrays.compareUnsigned(
                chunk(left), start, start + length(left), chunk(right), other, other + length(right));
    }

    @Override
    public void reserve(int slots) {
        if (slots > capacity) {
            capacity = Cells.capacity(slots);
            places.reserve(capacity);
            presence.reserve(capacity);
        }
    }

    @Override
    public void truncate(int slots) {
        int rows = Cells.capacity(Math.max(1, slots));
        if (rows < capacity) {
            places.truncate(rows);
            presence.truncate(rows);
            capacity = rows;
            repack();
        }
    }

    @Override
    public void clear(int slot) {
        setNull(slot);
    }

    @Override
    public long longest() {
        return longest;
    }

    @Override
    public long bytes(int slot) {
        return length(slot);
    }

    @Override
    public long sizeBytes() {
        return Presence.OBJECT_BYTES + places.sizeBytes() + presence.sizeBytes() + arena.sizeBytes();
    }

    private int lengthOf(long place) {
        int length = (int) (place >>> -LENGTH_BITS);
        return length == WHOLE_CHUNK ? arena.chunks()[chunkOf(place)].length : length;
    }

    private static int chunkOf(long place) {
        return (int) (place << LENGTH_BITS >>> LENGTH_BITS >>> BytesArena.CHUNK_BITS);
    }

    private void free(long place, int length) {
        if (length > 0) {
            arena.free(chunkOf(place), length);
            if (compacted == NOT_COMPACTING && arena.isWasteful()) {
                arena.markSparse();
                compacted = 0;
            }
        }
    }

    /** Moves all values to an arena that has nothing else. */
    private void repack() {
        BytesArena old = arena;
        arena = new BytesArena();
        compacted = NOT_COMPACTING;
        for (int slot = 0; slot < capacity; slot++) {
            long place = places.get(slot);
            int code = (int) (place >>> -LENGTH_BITS);
            if (code > 0) {
                byte[] source = old.chunks()[chunkOf(place)];
                int length = code == WHOLE_CHUNK ? source.length : code;
                long to = arena.allocate(length);
                System.arraycopy(
                        source,
                        (int) place & BytesArena.CHUNK_MASK,
                        arena.chunks()[chunkOf(to)],
                        (int) to & BytesArena.CHUNK_MASK,
                        length);
                places.set(slot, to | (long) code << -LENGTH_BITS);
            }
        }
    }

    private void compact() {
        int end = Math.min(capacity, compacted + MOVED_PER_WRITE);
        for (int slot = compacted; slot < end; slot++) {
            long old = places.get(slot);
            int length = (int) (old >>> -LENGTH_BITS);
            if (length > 0 && length < WHOLE_CHUNK && arena.isSparse(chunkOf(old))) {
                byte[] source = arena.chunks()[chunkOf(old)];
                long place = arena.allocate(length);
                int target = (int) place & BytesArena.CHUNK_MASK;
                System.arraycopy(
                        source, (int) old & BytesArena.CHUNK_MASK, arena.chunks()[chunkOf(place)], target, length);
                arena.free(chunkOf(old), length);
                places.set(slot, place | (long) length << -LENGTH_BITS);
            }
        }
        compacted = end;
        if (end == capacity) {
            arena.unmark();
            compacted = NOT_COMPACTING;
        }
    }
}
