package io.millrace.data;

import io.millrace.data.Column.ArrayColumn;
import io.millrace.data.Column.ByteColumn;
import io.millrace.data.Column.BytesColumn;
import io.millrace.data.Column.ConstantColumn;
import io.millrace.data.Column.DictionaryColumn;
import io.millrace.data.Column.DoubleColumn;
import io.millrace.data.Column.FloatColumn;
import io.millrace.data.Column.Int128Column;
import io.millrace.data.Column.IntColumn;
import io.millrace.data.Column.LongColumn;
import io.millrace.data.Column.MapColumn;
import io.millrace.data.Column.RowColumn;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The one hash of rows, in 64 bits. It agrees with {@link RowEquality}: equal rows have equal hashes, so nulls are
 * alike, −0 is 0 and every NaN is the same. It depends on values alone, not on their encoding, and never changes
 * between JVMs and versions: key groups and files of state are built on it.
 *
 * <p><b>How.</b> Every value becomes a <em>word</em>: an integer is itself, a double its bits, bytes are folded eight
 * at a time. A row begins with a seed and takes in the words of its columns in turn: {@code h = mix(h ^ word)}. {@code
 * mix} is a bijection that spreads every bit over all others (multiplications and shifts of a splittable random
 * generator), so for integers no two keys of one column collide in all 64 bits. All bits are good; hash tables use the
 * low ones, {@link KeyGroups} the high ones.
 */
public final class RowHash {
    private static final long SEED = 0x9E3779B97F4A7C15L;
    private static final long NULL_WORD = 0xC2B2AE3D27D4EB4FL;
    private static final long BYTES_FACTOR = 0x9FB21C651E98DF25L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private RowHash() {}

    /**
     * Hashes the rows from {@code from} up to {@code to} of a batch, by the columns at these indices, into {@code
     * hashes}, where row {@code i} goes to {@code hashes[i - from]}.
     */
    public static void hash(Batch batch, int[] columns, int from, int to, long[] hashes) {
        int count = to - from;
        Arrays.fill(hashes, 0, count, SEED);
        for (int index : columns) {
            Column column = batch.column(index);
            if (batch.isSelected()) {
                gather(column, batch.selection(), from, count, hashes);
            } else {
                range(column, from, count, hashes);
            }
        }
    }

    /** The hash of one row by a single column. */
    public static long hash(Column column, int row) {
        return mix(SEED ^ word(column, row));
    }

    /** The hash of the row at this position of a batch's columns, by the columns at these indices. */
    public static long hash(Batch batch, int[] columns, int position) {
        long hash = SEED;
        for (int index : columns) {
            hash = mix(hash ^ word(batch.column(index), position));
        }
        return hash;
    }

    /** The hash of a row with a single value of storage BYTE, INT or LONG. */
    public static long hash(long value) {
        return mix(SEED ^ value);
    }

    /** The hash of a row with a single value of storage BYTES. */
    public static long hash(byte[] data, int start, int end) {
        return mix(SEED ^ bytesWord(data, start, end));
    }

    private static void range(Column column, int from, int count, long[] hashes) {
        switch (column) {
            case LongColumn longs when longs.validity().length == 0 -> {
                long[] values = longs.values();
                for (int i = 0; i < count; i++) {
                    hashes[i] = mix(hashes[i] ^ values[from + i]);
                }
            }
            case IntColumn ints when ints.validity().length == 0 -> {
                int[] values = ints.values();
                for (int i = 0; i < count; i++) {
                    hashes[i] = mix(hashes[i] ^ values[from + i]);
                }
            }
            case BytesColumn bytes when bytes.validity().length == 0 -> {
                int[] offsets = bytes.offsets();
                byte[] data = bytes.data();
                for (int i = 0; i < count; i++) {
                    hashes[i] = mix(hashes[i] ^ bytesWord(data, offsets[from + i], offsets[from + i + 1]));
                }
            }
            case DictionaryColumn dictionary
                    when dictionary.dictionary().size() <= count && !dictionary.mayHaveNulls() -> {
                long[] words = words(dictionary.dictionary());
                int[] indices = dictionary.indices();
                for (int i = 0; i < count; i++) {
                    hashes[i] = mix(hashes[i] ^ words[indices[from + i]]);
                }
            }
            case DictionaryColumn dictionary
                    when dictionary.dictionary() instanceof BytesColumn bytes && !dictionary.mayHaveNulls() -> {
                int[] offsets = bytes.offsets();
                int[] indices = dictionary.indices();
                byte[] data = bytes.data();
                for (int i = 0; i < count; i++) {
                    int entry = indices[from + i];
                    hashes[i] = mix(hashes[i] ^ bytesWord(data, offsets[entry], offsets[entry + 1]));
                }
            }
            case ConstantColumn constant -> repeat(word(constant.value(), 0), count, hashes);
            case Column other -> {
                for (int i = 0; i < count; i++) {
                    hashes[i] = mix(hashes[i] ^ word(other, from + i));
                }
            }
        }
    }

    private static void gather(Column column, int[] positions, int from, int count, long[] hashes) {
        switch (column) {
            case LongColumn longs when longs.validity().length == 0 -> {
                long[] values = longs.values();
                for (int i = 0; i < count; i++) {
                    hashes[i] = mix(hashes[i] ^ values[positions[from + i]]);
                }
            }
            case IntColumn ints when ints.validity().length == 0 -> {
                int[] values = ints.values();
                for (int i = 0; i < count; i++) {
                    hashes[i] = mix(hashes[i] ^ values[positions[from + i]]);
                }
            }
            case BytesColumn bytes when bytes.validity().length == 0 -> {
                int[] offsets = bytes.offsets();
                byte[] data = bytes.data();
                for (int i = 0; i < count; i++) {
                    int position = positions[from + i];
                    hashes[i] = mix(hashes[i] ^ bytesWord(data, offsets[position], offsets[position + 1]));
                }
            }
            case DictionaryColumn dictionary
                    when dictionary.dictionary().size() <= count && !dictionary.mayHaveNulls() -> {
                long[] words = words(dictionary.dictionary());
                int[] indices = dictionary.indices();
                for (int i = 0; i < count; i++) {
                    hashes[i] = mix(hashes[i] ^ words[indices[positions[from + i]]]);
                }
            }
            case DictionaryColumn dictionary
                    when dictionary.dictionary() instanceof BytesColumn bytes && !dictionary.mayHaveNulls() -> {
                int[] offsets = bytes.offsets();
                int[] indices = dictionary.indices();
                byte[] data = bytes.data();
                for (int i = 0; i < count; i++) {
                    int entry = indices[positions[from + i]];
                    hashes[i] = mix(hashes[i] ^ bytesWord(data, offsets[entry], offsets[entry + 1]));
                }
            }
            case ConstantColumn constant -> repeat(word(constant.value(), 0), count, hashes);
            case Column other -> {
                for (int i = 0; i < count; i++) {
                    hashes[i] = mix(hashes[i] ^ word(other, positions[from + i]));
                }
            }
        }
    }

    private static void repeat(long word, int count, long[] hashes) {
        for (int i = 0; i < count; i++) {
            hashes[i] = mix(hashes[i] ^ word);
        }
    }

    /** The word of every entry of a dictionary. */
    private static long[] words(Column dictionary) {
        long[] words = new long[dictionary.size()];
        for (int entry = 0; entry < words.length; entry++) {
            words[entry] = word(dictionary, entry);
        }
        return words;
    }

    private static long word(Column column, int row) {
        if (column.isNull(row)) {
            return NULL_WORD;
        }
        return switch (column) {
            case ByteColumn bytes -> bytes.values()[row];
            case IntColumn ints -> ints.values()[row];
            case LongColumn longs -> longs.values()[row];
            case FloatColumn floats -> Float.floatToIntBits(floats.values()[row] + 0.0f);
            case DoubleColumn doubles -> Double.doubleToLongBits(doubles.values()[row] + 0.0);
            case Int128Column wide -> mix(wide.high()[row]) ^ wide.low()[row];
            case BytesColumn bytes -> bytesWord(bytes.data(), bytes.offsets()[row], bytes.offsets()[row + 1]);
            case ArrayColumn array -> {
                long hash = start(array.offsets()[row + 1] - array.offsets()[row]);
                for (int i = array.offsets()[row]; i < array.offsets()[row + 1]; i++) {
                    hash = mix(hash ^ word(array.elements(), i));
                }
                yield hash;
            }
            case MapColumn map -> {
                long hash = start(map.offsets()[row + 1] - map.offsets()[row]);
                for (int i = map.offsets()[row]; i < map.offsets()[row + 1]; i++) {
                    hash = mix(mix(hash ^ word(map.keys(), i)) ^ word(map.items(), i));
                }
                yield hash;
            }
            case RowColumn rows -> {
                long hash = start(rows.fields().length);
                for (Column field : rows.fields()) {
                    hash = mix(hash ^ word(field, row));
                }
                yield hash;
            }
            case DictionaryColumn dictionary -> word(dictionary.dictionary(), dictionary.indices()[row]);
            case ConstantColumn constant -> word(constant.value(), 0);
        };
    }

    /** Eight bytes a step; every step is a bijection of what came before, and the length takes part. */
    private static long bytesWord(byte[] data, int start, int end) {
        long hash = (end - start) * SEED;
        int at = start;
        for (; at <= end - 8; at += 8) {
            hash = (hash ^ (long) LONGS.get(data, at)) * BYTES_FACTOR;
            hash ^= hash >>> 32;
        }
        if (at < end) {
            hash = (hash ^ rest(data, at, end)) * BYTES_FACTOR;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    /**
     * Fewer than eight bytes as a little-endian number; read at once, with what lies behind them cut off, where the
     * array allows.
     */
    private static long rest(byte[] data, int start, int end) {
        if (start <= data.length - 8) {
            return (long) LONGS.get(data, start) & ((1L << (8 * (end - start))) - 1);
        }
        long rest = 0;
        for (int at = start, shift = 0; at < end; at++, shift += 8) {
            rest |= (data[at] & 0xFFL) << shift;
        }
        return rest;
    }

    /** Where the word of a nested value begins: no small number, which an element could cancel. */
    private static long start(int length) {
        return mix(SEED + length);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
