package io.millrace.operators.expression;

import io.millrace.data.BufferPool;
import io.millrace.data.Column;
import io.millrace.data.Lease;
import io.millrace.data.Validity;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arrays that a loop writes, and the columns that they become. */
final class RootColumns {
    private final List<Node> roots;
    private final int rows;
    private final BufferPool buffers;
    private final @Nullable Object[] arrays;

    RootColumns(List<Node> roots, int rows, boolean[] nullable, BufferPool buffers, long mostBytes) {
        this.roots = roots;
        this.rows = rows;
        this.buffers = buffers;
        this.arrays = new Object[roots.size() * Outputs.WIDTH];
        for (int i = 0; i < roots.size(); i++) {
            int at = i * Outputs.WIDTH;
            switch (roots.get(i).kind()) {
                case BOOLEAN -> arrays[at] = buffers.bytes(rows);
                case INT -> arrays[at] = buffers.ints(rows);
                case LONG -> arrays[at] = buffers.longs(rows);
                case FLOAT -> arrays[at] = buffers.floats(rows);
                case DOUBLE -> arrays[at] = buffers.doubles(rows);
                case INT128 -> {
                    arrays[at] = buffers.longs(rows);
                    arrays[at + 1] = buffers.longs(rows);
                }
                case BYTES -> arrays[at] = new BytesWriter(buffers, rows, mostBytes);
                case OBJECT -> throw new IllegalStateException("no column of objects");
            }
            if (nullable[i]) {
                long[] validity = buffers.longs(Validity.words(rows));
                Arrays.fill(validity, 0, Validity.words(rows), -1);
                arrays[at + 2] = validity;
            }
        }
    }

    /** As {@link Kernel#run} takes them. */
    @Nullable Object[] arrays() {
        return arrays;
    }

    /** The column of a root; each is taken once. */
    Column column(int root) {
        int at = root * Outputs.WIDTH;
        long[] validity = validity(at + 2);
        Object values = java.util.Objects.requireNonNull(arrays[at]);
        if (values instanceof BytesWriter writer) {
            return writer.build(rows, validity, validity.length != 0);
        }
        Object second = arrays[at + 1];
        Lease lease;
        if (second != null) {
            lease =
                    validity.length == 0
                            ? new Lease(buffers, values, second)
                            : new Lease(buffers, values, second, validity);
            return new Column.Int128Column(rows, (long[]) values, (long[]) second, validity, lease);
        }
        lease = validity.length == 0 ? new Lease(buffers, values) : new Lease(buffers, values, validity);
        return switch (values) {
            case byte[] bytes -> new Column.ByteColumn(rows, bytes, validity, lease);
            case int[] ints -> new Column.IntColumn(rows, ints, validity, lease);
            case long[] longs -> new Column.LongColumn(rows, longs, validity, lease);
            case float[] floats -> new Column.FloatColumn(rows, floats, validity, lease);
            case double[] doubles -> new Column.DoubleColumn(rows, doubles, validity, lease);
            default -> throw new IllegalStateException("no array: " + values);
        };
    }

    /** The bitmap, or the empty one when all of it is set. */
    private long[] validity(int at) {
        long[] validity = (long[]) arrays[at];
        if (validity == null) {
            return Validity.ALL;
        }
        for (int i = 0; i < Validity.words(rows); i++) {
            if (validity[i] != -1) {
                return validity;
            }
        }
        buffers.free(validity);
        return Validity.ALL;
    }

    /** Gives everything back after a failure. */
    void abandon() {
        for (Object array : arrays) {
            if (array instanceof BytesWriter writer) {
                writer.abandon();
            } else if (array != null) {
                buffers.free(array);
            }
        }
    }
}
