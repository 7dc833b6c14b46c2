package io.millrace.formats.parquet.column;

import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.DataType;
import io.millrace.data.Lease;
import io.millrace.data.MapBuilder;
import io.millrace.data.Validity;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A column of a batch and what it is made of. Stored columns say by their levels what is around their values: a node is
 * there in the entries whose definition level reaches its own, and an entry begins a new element of the repeated node
 * whose repeat level it has, or of one above.
 */
sealed interface ColumnTree {

    /** The column of the batch that was read. */
    Column build();

    /** A stored column in it, whose levels speak of all nodes above it. */
    LeafReader witness();

    void forEachLeaf(Consumer<LeafReader> action);

    /**
     * Where a node stands among the levels.
     *
     * @param element the definition level from which on an entry has a place in the column: that of the nearest
     *     repeated node around
     * @param there the definition level from which on the value is not missing
     * @param repeat how many repeated nodes are around: entries that repeat more are inside
     */
    record Place(int element, int there, int repeat) {}

    /** Values. */
    record Leaf(LeafReader witness) implements ColumnTree {
        @Override
        public Column build() {
            return witness.build();
        }

        @Override
        public void forEachLeaf(Consumer<LeafReader> action) {
            action.accept(witness);
        }
    }

    /** Rows of fields. */
    record Struct(Place place, List<ColumnTree> fields) implements ColumnTree {
        @Override
        public Column build() {
            Column[] columns = new Column[fields.size()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = fields.get(i).build();
            }
            int size = columns[0].size();
            long[] validity = Validity.ALL;
            LeafReader levels = witness();
            int row = 0;
            for (int i = 0; i < levels.entries; i++) {
                int level = levels.definitionLevels[i];
                if (level < place.element || levels.repeatLevels[i] > place.repeat) {
                    continue;
                }
                if (level < place.there) {
                    validity = Shape.without(validity, row, size);
                }
                row++;
            }
            return new Column.RowColumn(size, columns, validity, Lease.UNPOOLED);
        }

        @Override
        public LeafReader witness() {
            return fields.getFirst().witness();
        }

        @Override
        public void forEachLeaf(Consumer<LeafReader> action) {
            fields.forEach(field -> field.forEachLeaf(action));
        }
    }

    /** Arrays; {@code filled} is the definition level from which on there is an element. */
    record Sequence(Place place, int filled, ColumnTree elements) implements ColumnTree {
        @Override
        public Column build() {
            Shape shape = Shape.of(place, filled, witness());
            return new Column.ArrayColumn(
                    shape.size(), shape.offsets(), elements.build(), shape.validity(), Lease.UNPOOLED);
        }

        @Override
        public LeafReader witness() {
            return elements.witness();
        }

        @Override
        public void forEachLeaf(Consumer<LeafReader> action) {
            elements.forEachLeaf(action);
        }
    }

    /** Maps, whose entries a file has in any order. */
    record Mapping(Place place, int filled, Entries entries) implements ColumnTree {

        /** Keys and values. */
        record Entries(ColumnTree keys, ColumnTree items, DataType.Mapping type, BufferPool pool) {}

        @Override
        public Column build() {
            Shape shape = Shape.of(place, filled, witness());
            Column keys = entries.keys.build();
            Column items = entries.items.build();
            MapBuilder builder = new MapBuilder(entries.type, entries.pool);
            for (int row = 0; row < shape.size(); row++) {
                if (Validity.isNull(shape.validity(), row)) {
                    builder.appendNull();
                    continue;
                }
                builder.keys().appendRange(keys, shape.offsets()[row], shape.offsets()[row + 1]);
                builder.items().appendRange(items, shape.offsets()[row], shape.offsets()[row + 1]);
                builder.endRow();
            }
            keys.release();
            items.release();
            return builder.build();
        }

        @Override
        public LeafReader witness() {
            return entries.keys.witness();
        }

        @Override
        public void forEachLeaf(Consumer<LeafReader> action) {
            entries.keys.forEachLeaf(action);
            entries.items.forEachLeaf(action);
        }
    }

    /** Where arrays or maps begin and end among their elements, and which are missing. */
    record Shape(int size, int[] offsets, long[] validity) {

        static Shape of(Place place, int filled, LeafReader levels) {
            byte[] definitions = levels.definitionLevels;
            byte[] repeats = levels.repeatLevels;
            int size = 0;
            for (int i = 0; i < levels.entries; i++) {
                size += definitions[i] >= place.element && repeats[i] <= place.repeat ? 1 : 0;
            }
            int[] offsets = new int[size + 1];
            long[] validity = Validity.ALL;
            int row = 0;
            int elements = 0;
            for (int i = 0; i < levels.entries; i++) {
                if (definitions[i] >= place.element && repeats[i] <= place.repeat) {
                    offsets[row] = elements;
                    if (definitions[i] < place.there) {
                        validity = without(validity, row, size);
                    }
                    row++;
                }
                elements += definitions[i] >= filled && repeats[i] <= place.repeat + 1 ? 1 : 0;
            }
            offsets[size] = elements;
            return new Shape(size, offsets, validity);
        }

        /** The bitmap without this row; a new one where none was missing so far. */
        static long[] without(long[] validity, int row, int size) {
            long[] bitmap = validity;
            if (bitmap.length == 0) {
                bitmap = new long[Validity.words(size)];
                Arrays.fill(bitmap, -1L);
            }
            Validity.clear(bitmap, row);
            return bitmap;
        }
    }
}
