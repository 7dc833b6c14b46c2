package io.millrace.data;

import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.Column.MapColumn;
import java.util.Arrays;

/**
 * Builds columns of maps: append a row's entries to {@link #keys()} and {@link #items()}, in any order, then {@link
 * #endRow}, which sorts them by key. Of entries with equal keys the last one stays.
 */
public final class MapBuilder implements ColumnBuilder {
    private final BufferPool pool;
    private final ColumnBuilder keys;
    private final ColumnBuilder items;
    private final ColumnBuilder pendingKeys;
    private final ColumnBuilder pendingItems;
    private final ValidityBuilder validity;
    private final IntBuilder ends;

    public MapBuilder(DataType.Mapping type, BufferPool pool) {
        this(
                ColumnBuilder.of(type.key(), pool),
                ColumnBuilder.of(type.value(), pool),
                ColumnBuilder.of(type.key(), pool),
                ColumnBuilder.of(type.value(), pool),
                pool);
    }

    MapBuilder(
            ColumnBuilder keys,
            ColumnBuilder items,
            ColumnBuilder pendingKeys,
            ColumnBuilder pendingItems,
            BufferPool pool) {
        this.pool = pool;
        this.keys = keys;
        this.items = items;
        this.pendingKeys = pendingKeys;
        this.pendingItems = pendingItems;
        this.validity = new ValidityBuilder(pool);
        this.ends = new IntBuilder(pool);
    }

    @Override
    public int size() {
        return Math.max(0, ends.size() - 1);
    }

    @Override
    public long bytes() {
        return 2 * Widths.ELEMENT_BYTES * keys.size() + keys.bytes() + items.bytes();
    }

    @Override
    public boolean isVariable() {
        return true;
    }

    /** Where the keys of the next row go. */
    public ColumnBuilder keys() {
        return pendingKeys;
    }

    /** Where the items of the next row go, one for each key. */
    public ColumnBuilder items() {
        return pendingItems;
    }

    /** Ends a row that holds the entries appended since the row before. */
    public void endRow() {
        Column newKeys = pendingKeys.view();
        int[] positions = sortedDistinct(newKeys);
        keys.appendAll(newKeys, positions, 0, positions.length);
        items.appendAll(pendingItems.view(), positions, 0, positions.length);
        pendingKeys.reset();
        pendingItems.reset();
        markEnd();
    }

    @Override
    public void appendNull() {
        validity.markNull(size());
        markEnd();
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
                MapColumn map = (MapColumn) flat;
                keys.appendRange(map.keys(), map.offsets()[row], map.offsets()[row + 1]);
                items.appendRange(map.items(), map.offsets()[row], map.offsets()[row + 1]);
                markEnd();
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
    public MapColumn build() {
        begin();
        int rows = size();
        long[] bitmap = validity.build(rows);
        Column.IntColumn offsets = ends.build();
        Lease lease = Pooled.lease(pool, bitmap, offsets.values());
        pendingKeys.close();
        pendingItems.close();
        MapColumn built = new MapColumn(rows, offsets.values(), keys.build(), items.build(), bitmap, lease);
        return built;
    }

    @Override
    public MapColumn view() {
        begin();
        int[] offsets = ends.view().values();
        return new MapColumn(size(), offsets, keys.view(), items.view(), validity.view(size()), Lease.UNPOOLED);
    }

    @Override
    public void reset() {
        ends.reset();
        keys.reset();
        items.reset();
        pendingKeys.reset();
        pendingItems.reset();
        validity.reset();
    }

    @Override
    public void close() {
        ends.close();
        keys.close();
        items.close();
        pendingKeys.close();
        pendingItems.close();
        validity.close();
    }

    /**
     * The rows of these keys in their order, the last one of those that are equal. Few keys are in a map, so they are
     * inserted.
     */
    private static int[] sortedDistinct(Column newKeys) {
        int[] sorted = new int[newKeys.size()];
        for (int row = 0; row < sorted.length; row++) {
            int at = row;
            while (at > 0 && RowOrder.compareValues(newKeys, sorted[at - 1], newKeys, row) > 0) {
                sorted[at] = sorted[at - 1];
                at--;
            }
            sorted[at] = row;
        }
        int kept = 0;
        for (int i = 0; i < sorted.length; i++) {
            boolean repeated =
                    i + 1 < sorted.length && RowOrder.compareValues(newKeys, sorted[i], newKeys, sorted[i + 1]) == 0;
            if (!repeated) {
                sorted[kept++] = sorted[i];
            }
        }
        return kept == sorted.length ? sorted : Arrays.copyOf(sorted, kept);
    }

    private void markEnd() {
        begin();
        ends.append(keys.size());
    }

    private void begin() {
        if (ends.size() == 0) {
            ends.append(0);
        }
    }
}
